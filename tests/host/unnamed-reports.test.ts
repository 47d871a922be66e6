import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appRouter } from '#host/api/router.ts';
import type { Host } from '#host/compose.ts';
import { can, unknownActor } from '#shared/access/can.ts';
import { FEATURES } from '#shared/access/features.ts';
import { COMPANY_WIDE } from '#shared/access/target.ts';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { incidentQueries } from '#shared/domains/incidents/queries.ts';
import { incident } from '#shared/domains/incidents/schema.ts';
import type { Command } from '#shared/kernel/define-command.ts';
import { isDomainError } from '#shared/kernel/errors.ts';
import { VirtualClock } from '#tests/support/virtual-clock.ts';
import { allowUnknownReports, type SiteHost, startSiteHost } from '#tests/support/site-host.ts';

const PHOTO = {
  sha256: 'a'.repeat(64),
  sizeBytes: 10,
  mediaType: 'image/png',
  fileName: 'photo.png',
} as const;

let started: SiteHost;
let host: Host;
let clock: VirtualClock;

beforeEach(async () => {
  clock = new VirtualClock();
  started = await startSiteHost({ sessionId: 'signed-in', kind: 'window' }, clock);
  host = started.host;
});
afterEach(() => started.close());

const callerAt = (sessionId: string) =>
  appRouter.createCaller({ services: host.services, connection: { sessionId, kind: 'window' } });
const outside = () => callerAt('nobody-is-signed-in');
const inside = () => callerAt('signed-in');

const fire = (title = 'Fire in the galley') => ({
  commandId: randomUUID(),
  input: { title, severity: 'critical' as const, place: 'Galley' },
});
const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    (error: unknown) => {
      const cause = error instanceof Error ? error.cause : undefined;
      return isDomainError(cause) ? cause.details.code : String(error);
    },
  );

/** Every text that the journal and the records hold. */
function written(fromSeq: number): string {
  const entries = host.store.db.prepare('SELECT entry, input FROM journal WHERE seq > ?').all(fromSeq);
  const records = ['incident', 'incident_event', 'incident_escalation', 'incident_action'].flatMap((view) =>
    host.store.db.prepare(`SELECT data FROM ${view}`).pluck().all(),
  );
  return JSON.stringify([entries, records]);
}

describe('before sign-in', () => {
  it('an emergency is refused unless the site’s policy takes it, and the page is told which', async () => {
    expect(await codeOf(outside().unnamed.emergency(fire()))).toBe('forbidden');
    expect((await outside().console.status()).takesUnknownReports).toBe(false);
    allowUnknownReports(host);
    expect((await outside().console.status()).takesUnknownReports).toBe(true);
    const { output } = await outside().unnamed.emergency(fire());
    expect(host.store.record(incident, output.id)).toMatchObject({
      number: 'AUR-INC-2026-0001',
      severity: 'critical',
      escalationLevel: 1,
      reportedById: 'unknown',
      reportedByName: '',
      isAnonymous: true,
    });
  });

  it('ten are taken within an hour, one sent twice counts once, and near misses count for themselves', async () => {
    allowUnknownReports(host);
    const last = fire('The tenth');
    for (let count = 0; count < 9; count += 1) await outside().unnamed.emergency(fire(`Number ${count}`));
    await outside().unnamed.emergency(last);
    expect(await codeOf(outside().unnamed.emergency(last))).toBe('done');
    expect(await codeOf(outside().unnamed.emergency(fire()))).toBe('too-many-attempts');
    expect(await codeOf(inside().unnamed.nearMiss(nearMiss()))).toBe('done');
    clock.advanceMinutes(61);
    expect(await codeOf(outside().unnamed.emergency(fire()))).toBe('done');
  });

  it('nothing but the three fields gets in', async () => {
    allowUnknownReports(host);
    const call = { ...fire(), input: { ...fire().input, isDrill: true, attachments: [PHOTO], type: 'fire' } };
    const { output } = await outside().unnamed.emergency(call);
    const found = host.store.record(incident, output.id);
    expect([found?.type, found?.isDrill]).toEqual(['other', undefined]);
    expect(host.store.db.prepare('SELECT count(*) FROM attachment').pluck().get()).toBe(0);
  });
});

const nearMiss = () => ({
  commandId: randomUUID(),
  input: {
    title: 'Sling slipped',
    severity: 'low' as const,
    place: 'Hatch 2',
    description: 'Nobody beneath',
  },
});

describe('a near miss without a name', () => {
  it('names nobody: neither in the records nor in the journal', async () => {
    const status = await inside().console.status();
    const { seq } = host.store.journal.head();
    const { output } = await inside().unnamed.nearMiss(nearMiss());
    expect(host.store.record(incident, output.id)).toMatchObject({ type: 'near_miss', isAnonymous: true });
    const all = written(seq);
    expect(all).toContain('Sling slipped');
    expect(all).not.toContain(status.person?.id);
    expect(all).not.toContain(status.person?.name);
  });

  it('is reported by who may report, and is always a near miss', async () => {
    expect(await codeOf(outside().unnamed.nearMiss(nearMiss()))).toBe('signed-out');
    const call = { ...nearMiss(), input: { ...nearMiss().input, type: 'fire' } };
    const { output } = await inside().unnamed.nearMiss(call);
    expect(host.store.record(incident, output.id)?.type).toBe('near_miss');
  });
});

it('INC-55: whoever is not named can do nothing else at the console, and sees nothing', () => {
  const { services, store } = host;
  const siteId = store.state.site?.id ?? '';
  const unknown = unknownActor(siteId);
  const run = (command: Command, input: object) =>
    services.runCommand<{ id: string }>(command, { commandId: randomUUID(), input }, unknown).output;
  const { id } = run(incidentCommands.report, fire().input);
  const head = store.journal.head().seq;
  for (const [command, input] of [
    [incidentCommands.acknowledge, { id }],
    [incidentCommands.comment, { id, text: 'It is worse' }],
    [incidentCommands.amend, { id, title: 'All is well' }],
    [incidentCommands.escalate, { id, toLevel: 3, reason: 'Now' }],
  ] as const) {
    expect(() => run(command, input), command.name).toThrow('reporting');
  }
  for (const attachments of [[{ ...PHOTO, mediaType: 'application/pdf' }], Array(4).fill(PHOTO)]) {
    const input = { ...fire().input, attachments };
    expect(() => run(incidentCommands.report, input)).toThrow('three pictures at most');
  }
  expect(() => services.runQuery(incidentQueries.list, {}, unknown)).toThrow('reporting');
  expect(FEATURES.filter((feature) => can(unknown, feature, { siteId }).allowed)).toEqual([
    'incidents.report',
  ]);
  expect(can(unknown, 'incidents.report', { siteId: COMPANY_WIDE }).allowed).toBe(false);
  const changes = 'SELECT count(*) FROM journal_change WHERE seq > ?';
  expect(store.db.prepare(changes).pluck().get(head)).toBe(0);
});
