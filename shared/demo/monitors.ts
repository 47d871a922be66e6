import { incidentCommands } from '../domains/incidents/commands.ts';
import { incidentMonitor } from '../domains/incidents/schema/monitor.ts';
import type { Person } from '../domains/people/schema.ts';
import { must } from '../kernel/assert.ts';
import { isoOf } from '../kernel/clock.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../kernel/durations.ts';
import { castFor } from './cast.ts';
import type { CommandRunner } from './command-runner.ts';
import { type Company, type DemonstrationSiteCode, named, siteOf } from './company.ts';
import type { IncidentDraft } from './incident-life.ts';
import { SITE_CONTACTS, SITE_MONITORS } from './monitor-texts.ts';
import { type Random, randomFrom } from './random.ts';

const SET_UP_BY: { readonly [Code in DemonstrationSiteCode]: string } = {
  AUR: 'master.aurora',
  BOR: 'h.aasland',
  CAS: 'c.macinnes',
  OFF: 'admin',
  RTM: 'm.deboer',
};

/**
 * What each site listens to. Beats are no records: until a device calls, or the server says what it hears, a monitor
 * has never beaten, and what has never beaten is not missed (INC-70).
 */
export function setMonitorsUp(company: Company, runner: CommandRunner, at: Moment): void {
  const random = randomFrom(at.seed, 'monitors');
  for (const { site, ...monitor } of SITE_MONITORS) {
    const { id: siteId } = siteOf(company.sites, site);
    const run = asWhoSetsUp(company, runner, { site, atMs: at.atMs });
    const input = { siteId, source: 'beats', watchedSiteId: null, ...monitor };
    // The id is what the command gives.
    const { monitorId } = run(incidentCommands.saveMonitor, input) as { monitorId: string };
    // Nobody knows a token to it: whoever wants to try one makes a new address.
    run(incidentCommands.setMonitorToken, { monitorId, tokenHash: hashFrom(random) });
  }
  const { id: siteId } = siteOf(company.sites, 'OFF');
  const run = asWhoSetsUp(company, runner, { site: 'OFF', atMs: at.atMs });
  for (const { watched, ...monitor } of SITE_CONTACTS) {
    const watchedSiteId = siteOf(company.sites, watched).id;
    run(incidentCommands.saveMonitor, { siteId, source: 'site', watchedSiteId, ...monitor });
  }
}

type Moment = { readonly seed: number; readonly atMs: number };

function asWhoSetsUp(
  company: Company,
  runner: CommandRunner,
  { site, atMs }: { readonly site: DemonstrationSiteCode; readonly atMs: number },
) {
  const by: Person = named(company, SET_UP_BY[site]);
  const at = siteOf(company.sites, site);
  return (command: Parameters<CommandRunner['run']>[0], input: object) =>
    runner.run(command, input, by, at, atMs);
}

/** SHA-256 of nothing that anybody has. */
function hashFrom(random: Random): string {
  return Array.from({ length: 8 }, () => random.integer(0, 0xffff_ffff).toString(16).padStart(8, '0')).join(
    '',
  );
}

const SILENT = SITE_MONITORS[2];
const SILENT_BEFORE_MS = 8 * DAY_MS;
const HEARD_AGAIN_AFTER_MS = 95 * MINUTE_MS;
const MUTED_BEFORE_MS = 31 * HOUR_MS;
const MUTED_FOR_MS = 6 * DAY_MS;

/** A logger of AUR went silent, and was heard again before anybody had found why. */
export function draftSilence(company: Company, seed: number, nowMs: number): IncidentDraft {
  const { site: siteCode, incidentType: type, severity, title, place, watches: description } = SILENT;
  const random = randomFrom(seed, 'silence');
  const scenario = { type, category: 'operational', handler: 'chief-engineer' } as const;
  const reportedMs = nowMs - SILENT_BEFORE_MS;
  const cast = castFor(company, { siteCode, scenario, severity }, random);
  return {
    reportedMs,
    severity,
    scenario,
    texts: {
      title,
      description,
      place,
      resolution:
        'Temperatures read by hand meanwhile, all in range. Logger sends again after new batteries.',
      rootCause: 'Batteries of the logger ran low; it warns of that on its own display only.',
      correctiveAction:
        'Logger ashore for a mains supply; until then temperatures are read by hand each watch.',
    },
    cast,
    steps: [
      { do: 'triage', severity: null, atMs: reportedMs + 30 * MINUTE_MS },
      { do: 'assign', atMs: reportedMs + 34 * MINUTE_MS },
      { do: 'resolve', atMs: reportedMs + 5 * HOUR_MS },
      { do: 'close', atMs: reportedMs + 3 * DAY_MS },
    ],
    acknowledgeAfterMinutes: 12,
    random,
    arrives(runner) {
      const { id } = silentOne(company, runner);
      runner.run(incidentCommands.reportSilence, { id }, 'console', cast.site, reportedMs);
      runner.run(incidentCommands.noteBeat, { id }, 'console', cast.site, reportedMs + HEARD_AGAIN_AFTER_MS);
    },
  };
}

/** It is ashore for repair, and nobody waits for its beats. */
export function muteSilentOne(company: Company, runner: CommandRunner, nowMs: number): void {
  const { id: monitorId } = silentOne(company, runner);
  const until = isoOf(nowMs + MUTED_FOR_MS);
  const reason = 'Ashore with the agent for a mains supply; temperatures are read by hand each watch.';
  const run = asWhoSetsUp(company, runner, { site: SILENT.site, atMs: nowMs - MUTED_BEFORE_MS });
  run(incidentCommands.muteMonitor, { monitorId, until, reason });
}

function silentOne(company: Company, runner: CommandRunner) {
  const { id: siteId } = siteOf(company.sites, SILENT.site);
  return must(runner.store.find(incidentMonitor, { siteId, name: SILENT.name })[0], SILENT.name);
}
