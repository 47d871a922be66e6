import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Logger } from 'pino';
import { type Actor, can } from '#shared/access/can.ts';
import { incidentError } from '#shared/domains/incidents/errors.ts';
import { setMonitorToken } from '#shared/domains/incidents/commands/monitors.ts';
import { noteBeat, reportSilence } from '#shared/domains/incidents/commands/silence.ts';
import { isMuted, type MonitorState, stateOf } from '#shared/domains/incidents/rules/silence.ts';
import { type IncidentMonitor, incidentMonitor } from '#shared/domains/incidents/schema/monitor.ts';
import { type Clock, isoOf } from '#shared/kernel/clock.ts';
import type { Command } from '#shared/kernel/define-command.ts';
import { MINUTE_MS } from '#shared/kernel/durations.ts';
import type { RecordId } from '#shared/kernel/ids.ts';
import type { CommandRunner } from '../commands/command-runner.ts';
import type { TimerWait } from '../jobs/timer-runner.ts';
import { asConsole } from '../notify/as-console.ts';
import { viewOf } from '../store/record-tables.ts';
import type { Store } from '../store/store.ts';
import type { ServerLink } from '../sync/server-link.ts';
import { HeardTable } from './heard-table.ts';
import { BeatLimits } from './beat-limits.ts';
import { SiteHearing, type SiteQuiet } from './site-hearing.ts';

const LOOK_MS = 15_000;
/** Longer between two looks: the machine slept, and nothing could be heard. */
const ASLEEP_MS = MINUTE_MS;
const KEEP_EVERY_MS = MINUTE_MS;
const TOKEN_BYTES = 32;

/** Of one monitor, as this console knows it; null: another console of the site listens. */
export type MonitorStand = { readonly state: MonitorState | null; readonly heardAt: string | null };

export type BeatOutcome = 'taken' | 'unknown' | 'too-many';

export type MonitorsService = {
  /** Something at an address of the network says that what has this token is alive. */
  beat(token: string, from: string): BeatOutcome;
  stands(actor: Actor, siteId: string): { readonly [monitorId: string]: MonitorStand };
  /** A new token in place of the former; told this once. Throws where the person may not set monitors up. */
  newToken(actor: Actor, input: { readonly monitorId: RecordId }): { readonly token: string };
};

type Parts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn' | 'error'>;
  readonly commands: CommandRunner;
  readonly wait: TimerWait;
  link(): ServerLink;
};

/** Listens for the site's monitors at its first console, and reports what has gone silent (INC-70 to INC-74). */
export class Monitors implements MonitorsService {
  readonly #parts: Parts;
  readonly #heard: HeardTable;
  readonly #sites: SiteHearing;
  /** From when silence counts: the last beat, or since when anybody listens. Monotonic. */
  readonly #countedFromMs = new Map<string, number>();
  /** Those of which a beat came since this console listens. */
  readonly #beaten = new Set<string>();
  readonly #limits: BeatLimits;
  #listensFromMs: number;
  #lookedAtMs: number;
  #keptAtMs: number;
  #cancelWait: (() => void) | undefined;
  #isOpen = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#heard = new HeardTable(parts.store);
    this.#sites = new SiteHearing(parts);
    this.#limits = new BeatLimits(parts.clock);
    const nowMs = parts.clock.monotonicMs();
    this.#listensFromMs = nowMs;
    this.#lookedAtMs = nowMs;
    this.#keptAtMs = nowMs;
  }

  start(): void {
    this.#heard.load();
    this.#isOpen = true;
    this.look();
  }

  close(): void {
    this.#isOpen = false;
    this.#cancelWait?.();
    this.#heard.keep();
  }

  /** The machine was asleep: what it did not hear then was perhaps said. */
  listenAnew(): void {
    this.#listensFromMs = this.#parts.clock.monotonicMs();
    this.#lookedAtMs = this.#listensFromMs;
    this.#countedFromMs.clear();
    this.#beaten.clear();
  }

  /** Reports what has gone silent, and notes what is heard again. `hasPassed`: the time since the last look was waking time. */
  look({ hasPassed = false } = {}): void {
    if (!this.#isOpen) return;
    const nowMs = this.#parts.clock.monotonicMs();
    if (!hasPassed && nowMs - this.#lookedAtMs > ASLEEP_MS) this.listenAnew();
    this.#lookedAtMs = nowMs;
    const own = this.#own();
    for (const monitor of own) this.#judge(monitor);
    if (nowMs - this.#keptAtMs >= KEEP_EVERY_MS) {
      this.#keptAtMs = nowMs;
      this.#heard.keep();
      this.#heard.keepOnly(new Set(own.map(({ id }) => id)));
    }
    if (own.some(({ source }) => source === 'site')) this.#askForSites();
    this.#cancelWait?.();
    this.#cancelWait = this.#parts.wait.set(() => this.look(), LOOK_MS);
  }

  beat(token: string, from: string): BeatOutcome {
    if (this.#limits.isTooMany(from)) return 'too-many';
    const hash = createHash('sha256').update(token).digest();
    const found = this.#own().filter(
      // All of them are compared, however early one fits.
      ({ tokenHash }) => tokenHash !== null && timingSafeEqual(hash, Buffer.from(tokenHash, 'hex')),
    );
    for (const monitor of found) {
      this.#heard.heard(monitor.id, this.#parts.clock.now());
      this.#countedFromMs.set(monitor.id, this.#parts.clock.monotonicMs());
      this.#beaten.add(monitor.id);
      if (monitor.silentSince !== null) this.#run(noteBeat, monitor);
    }
    if (found.length > 0) return 'taken';
    return this.#limits.isTooManyUnknown(from) ? 'too-many' : 'unknown';
  }

  stands(actor: Actor, siteId: string): { readonly [monitorId: string]: MonitorStand } {
    if (!can(actor, 'incidents.read', { siteId }).allowed) throw incidentError('site-unseen');
    const own = siteId === this.#parts.store.state.site?.id ? this.#own() : [];
    return Object.fromEntries(own.map((monitor) => [monitor.id, this.#standOf(monitor)]));
  }

  newToken(actor: Actor, { monitorId }: { readonly monitorId: RecordId }): { readonly token: string } {
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const tokenHash = createHash('sha256').update(token).digest('hex');
    this.#parts.commands.run(setMonitorToken, { input: { monitorId, tokenHash } }, actor);
    return { token };
  }

  /** Those that this console listens for. */
  #own(): readonly IncidentMonitor[] {
    const { store } = this.#parts;
    const { site, station } = store.state;
    if (site === undefined || station !== 1) return [];
    const sql = `SELECT data FROM ${viewOf(incidentMonitor)} WHERE siteId = :siteId ORDER BY id`;
    return store.records(incidentMonitor, sql, { siteId: site.id });
  }

  #judge(monitor: IncidentMonitor): void {
    const { clock } = this.#parts;
    // Silence that was expected is none afterwards.
    if (isMuted(monitor, isoOf(clock.now()))) this.#countedFromMs.set(monitor.id, clock.monotonicMs());
    const { state } = this.#standOf(monitor);
    if (state === 'silent' && monitor.silentSince === null) this.#run(reportSilence, monitor);
    const isHeard = state === 'beating' || state === 'late';
    if (isHeard && monitor.silentSince !== null) this.#run(noteBeat, monitor);
  }

  #standOf(monitor: IncidentMonitor): MonitorStand {
    const { clock } = this.#parts;
    const now = isoOf(clock.now());
    const quiet = this.#quietOf(monitor);
    if (quiet === undefined) {
      return { state: isMuted(monitor, now) ? 'muted' : null, heardAt: null };
    }
    if (quiet === null) return { state: stateOf(monitor, { now, quietMs: null }), heardAt: null };
    // What is known to be silent has to be heard before it is said to beat; that it is not missed anew is too little.
    const countsMs = monitor.silentSince === null ? quiet.countedMs : quiet.quietMs;
    const heardAtMs = this.#heard.heardAtMs(monitor.id) ?? clock.now() - quiet.quietMs;
    const heardAt = isoOf(heardAtMs);
    return { state: stateOf(monitor, { now, quietMs: countsMs }), heardAt };
  }

  /** Undefined while it is not known; null for what was never heard. */
  #quietOf(monitor: IncidentMonitor): SiteQuiet | null | undefined {
    const { clock } = this.#parts;
    const fromMs = this.#countedFromMs.get(monitor.id);
    if (monitor.source === 'site') {
      const quiet = this.#sites.quietOf(monitor.watchedSiteId ?? '');
      if (!quiet || fromMs === undefined) return quiet;
      return { ...quiet, countedMs: Math.min(quiet.countedMs, clock.monotonicMs() - fromMs) };
    }
    if (this.#heard.heardAtMs(monitor.id) === undefined) return null;
    const countedMs = clock.monotonicMs() - (fromMs ?? this.#listensFromMs);
    // Before the first beat to this process nothing says how long ago the last one was: the clock may have been set.
    return { quietMs: this.#beaten.has(monitor.id) ? countedMs : Infinity, countedMs };
  }

  #run(command: Command, { id }: IncidentMonitor): void {
    try {
      asConsole(this.#parts, command, { id });
    } catch (error) {
      // The next look tries again; the other monitors are watched meanwhile.
      this.#parts.log.error({ err: error, monitor: id }, 'could not tell of a monitor');
    }
  }

  #askForSites(): void {
    this.#sites.ask().then(
      (hasNews) => {
        if (hasNews && this.#isOpen) for (const monitor of this.#own()) this.#judge(monitor);
      },
      (error: unknown) => this.#parts.log.error({ err: error }, 'could not ask when sites were heard'),
    );
  }
}
