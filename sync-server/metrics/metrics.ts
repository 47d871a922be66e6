import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Verdict } from '#shared/sync/wire.ts';

/** What one exchange did, as it is counted. */
export type ExchangeCounts = {
  readonly verdicts: readonly Verdict[];
  readonly records: number;
  readonly durationMs: number;
};

const SECONDS_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** A request over a satellite link takes minutes; the exchange in it does not. */
const REQUEST_SECONDS_BUCKETS = [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 1_800];

/** Everything a server counts of itself; one per server, so that two in a process don't meet. */
export class Metrics {
  readonly registry = new Registry();
  readonly #exchanges: Counter<'outcome'>;
  readonly #entries: Counter<'verdict'>;
  readonly #records: Counter;
  readonly #exchangeSeconds: Histogram;
  readonly #requestSeconds: Histogram<'method' | 'route' | 'status'>;
  readonly #refusals: Counter<'code'>;
  readonly #storageSeconds: Histogram<'operation'>;
  readonly #storageErrors: Counter<'code'>;

  constructor() {
    const registers = [this.registry];
    const name = (text: string) => `fairlead_${text}`;
    this.#exchanges = new Counter({
      name: name('exchanges_total'),
      help: 'Exchanges answered, by whether entries came up, records went down, both or neither.',
      labelNames: ['outcome'],
      registers,
    });
    this.#entries = new Counter({
      name: name('entries_total'),
      help: 'Verdicts given, repeated ones included: applied, or the code of the refusal.',
      labelNames: ['verdict'],
      registers,
    });
    this.#records = new Counter({
      name: name('records_sent_total'),
      help: 'Record changes told to devices.',
      registers,
    });
    this.#exchangeSeconds = new Histogram({
      name: name('exchange_seconds'),
      help: 'Time the server worked on an exchange, the database included, the link not.',
      buckets: SECONDS_BUCKETS,
      registers,
    });
    this.#requestSeconds = new Histogram({
      name: name('http_request_seconds'),
      help: 'Requests from the first byte in to the last byte out.',
      labelNames: ['method', 'route', 'status'],
      buckets: REQUEST_SECONDS_BUCKETS,
      registers,
    });
    this.#refusals = new Counter({
      name: name('refusals_total'),
      help: 'Requests refused, by code.',
      labelNames: ['code'],
      registers,
    });
    this.#storageSeconds = new Histogram({
      name: name('storage_seconds'),
      help: 'Database transactions, waiting included.',
      labelNames: ['operation'],
      buckets: SECONDS_BUCKETS,
      registers,
    });
    this.#storageErrors = new Counter({
      name: name('storage_errors_total'),
      help: 'Transactions the database failed, by its own code.',
      labelNames: ['code'],
      registers,
    });
  }

  /** Memory, processor and event loop of the process, for the one server that has it to itself. */
  measureProcess(): void {
    collectDefaultMetrics({ register: this.registry });
  }

  exchanged({ verdicts, records, durationMs }: ExchangeCounts): void {
    const up = verdicts.length > 0 ? 'up' : '';
    const down = records > 0 ? 'down' : '';
    this.#exchanges.inc({ outcome: `${up}${down}` || 'idle' });
    for (const verdict of verdicts) {
      this.#entries.inc({ verdict: verdict.status === 'applied' ? 'applied' : verdict.code });
    }
    this.#records.inc(records);
    this.#exchangeSeconds.observe(durationMs / 1000);
  }

  requested(request: { method: string; route: string; status: number; durationMs: number }): void {
    const { method, route, status, durationMs } = request;
    this.#requestSeconds.observe({ method, route, status: String(status) }, durationMs / 1000);
  }

  refused(code: string): void {
    this.#refusals.inc({ code });
  }

  stored(operation: string, durationMs: number): void {
    this.#storageSeconds.observe({ operation }, durationMs / 1000);
  }

  storageFailed(code: string): void {
    this.#storageErrors.inc({ code });
  }

  /** A figure that is asked for when somebody looks, not counted along the way. */
  gauge(options: { name: string; help: string; read: () => number }): void {
    const { name, help, read } = options;
    const gauge: Gauge = new Gauge({
      name: `fairlead_${name}`,
      help,
      registers: [this.registry],
      collect: () => gauge.set(read()),
    });
  }
}
