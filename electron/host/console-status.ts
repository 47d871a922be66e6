import { z } from 'zod';
import { visibleSitesOf } from '#shared/access/can.ts';
import { isoOf } from '#shared/kernel/clock.ts';
import type { Site } from '#shared/kernel/define-command.ts';
import type { ErrorDetails } from '#shared/kernel/errors.ts';
import type { UnnamedReports } from './access/unnamed-reports.ts';
import type { HostOptions } from './compose.ts';
import type { Platform } from './compose-platform.ts';
import type { LiveCounts } from './live-counts.ts';
import type { Connection, ConsoleStatus, HostServices, SignedInPerson } from './services.ts';
import type { Sessions } from './session/session-service.ts';
import type { Store } from './store/store.ts';

/** One picture of the console, as the person at a connection may see it. */
export function statusOf(parts: {
  connection: Connection;
  store: Store;
  folder: { readonly encryption: 'on' | 'off' };
  beside: { problem(): ErrorDetails | null; preparing(): ConsoleStatus['preparing'] };
  sessions: Sessions;
  sync: HostServices['sync'];
  platform: Platform;
  counts: LiveCounts;
  unnamed: UnnamedReports;
  options: HostOptions;
}): ConsoleStatus {
  const { connection, store, folder, beside, sessions, sync, platform, counts, unnamed, options } = parts;
  const { site, membership, demonstration, station } = store.state;
  const person = sessions.current(connection);
  return {
    phase: phaseOf(store),
    version: options.version,
    site: site ?? null,
    station: site === undefined ? null : station,
    organisationName: membership?.organisationName ?? null,
    person,
    session: sessions.status(connection),
    sync: sync.status(),
    counts: counts.of(sitesShown(site, person), person),
    inbox: counts.inboxOf(person?.id, site),
    takesUnknownReports: unnamed.takesEmergencies(),
    clock: { now: isoOf(options.clock.now()), test: options.clock.onShift !== undefined },
    jobs: platform.services.jobs.status(),
    updates: platform.services.updates.status(),
    demonstration,
    preparing: beside.preparing(),
    storeEncryption: encryptionOf(folder, options),
    storeProblem: problemFor(person, beside.problem()),
  };
}

/** Damage concerns everybody whose work may be lost with it. */
function problemFor(person: SignedInPerson | null, problem: ErrorDetails | null): ErrorDetails | null {
  const isTheirs = person?.features.includes('store.manage') === true || problem?.code === 'store-corrupt';
  return isTheirs ? problem : null;
}

export function encryptionOf(
  { encryption }: { readonly encryption: 'on' | 'off' },
  { storeKeyUnavailable }: Pick<HostOptions, 'storeKeyUnavailable'>,
): ConsoleStatus['storeEncryption'] {
  return encryption === 'off' && storeKeyUnavailable === true ? 'unavailable' : encryption;
}

/** With nobody signed in, the tray shows what concerns this console: the office every site, others their own. */
function sitesShown(site: Site | undefined, person: SignedInPerson | null): 'all' | readonly string[] {
  if (person !== null) return visibleSitesOf(person);
  return site === undefined || site.kind === 'office' ? 'all' : [site.id];
}

function phaseOf(store: Store): ConsoleStatus['phase'] {
  const { site, membership } = store.state;
  if (site === undefined) return 'not-set-up';
  // An office where somebody of another office may sign in is still its own people's to set up.
  const somebody = store.get(
    z.object({ id: z.string() }),
    `SELECT p.id FROM person p JOIN credential c ON c.personId = p.id
     WHERE p.active = 1 AND p.siteId = :siteId LIMIT 1`,
    { siteId: site.id },
  );
  if (somebody !== undefined) return 'ready';
  // Nobody yet, or nobody here yet: a second first administrator must not be made because a link is slow.
  return membership !== undefined && !store.state.isCaughtUp ? 'joining' : 'needs-administrator';
}
