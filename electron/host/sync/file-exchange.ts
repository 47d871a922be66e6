import type { Clock } from '#shared/kernel/clock.ts';
import type { ExchangeFileOutcome, ExchangeFileToSave } from '../services.ts';
import type { Store } from '../store/store.ts';
import { syncError } from './errors.ts';
import { exportExchange, fileName, importAnswer, openExchangeFile } from './exchange-file.ts';
import { ExchangeMeter, type ExchangeSummary } from './exchange-meter.ts';
import { carryFile } from './file-carrier.ts';
import type { ServerLink } from './server-link.ts';

export type FileExchange = {
  readonly store: Store;
  readonly clock: Clock;
  readonly onExchange?: (summary: ExchangeSummary) => void;
};

/** What would be sent next, for a stick or a mail. */
export function saveExchange(parts: FileExchange): ExchangeFileToSave {
  const { store, clock } = parts;
  if (store.state.membership === undefined) throw syncError('not-joined');
  const saved = exportExchange(store, clock);
  note(parts, { sentBytes: saved.bytes.length });
  return { fileName: saved.fileName, base64: Buffer.from(saved.bytes).toString('base64') };
}

/** Takes in the answer to this console's file, or brings another console's file to the server. */
export async function openExchange(
  parts: FileExchange,
  base64: string,
  link: () => ServerLink,
): Promise<ExchangeFileOutcome> {
  const { store, clock } = parts;
  if (store.state.membership === undefined) throw syncError('not-joined');
  const bytes = Buffer.from(base64, 'base64');
  const file = openExchangeFile(bytes);
  if (file.kind === 'answer') {
    const { applied, rejected, recordsChanged } = importAnswer(store, clock, file);
    note(parts, { receivedBytes: bytes.length, records: recordsChanged });
    return { kind: 'taken-in', applied, rejected, recordsChanged };
  }
  const answer = await carryFile(link(), bytes);
  return { kind: 'answered', fileName: fileName('answer', clock.now(), 'from-office'), ...answer };
}

function note({ clock, onExchange }: FileExchange, moved: Partial<ExchangeSummary>): void {
  const { sentBytes = 0, receivedBytes = 0, records = 0 } = moved;
  const meter = new ExchangeMeter(clock, 'file');
  meter.add({ way: 'file', sentBytes, receivedBytes });
  onExchange?.(meter.ended({ entries: 0, records, problem: null }));
}
