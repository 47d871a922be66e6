import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Actor } from '#shared/access/can.ts';
import { isDomainError } from '#shared/kernel/errors.ts';
import {
  AURORA,
  MASTER,
  OFFICE,
  personActor,
  recordId,
  type TestConsole,
  testConsole,
} from '#tests/support/test-console.ts';
import { incidentCommands } from '../commands.ts';
import { incidentQueries } from '../queries.ts';
import { sayEvent } from '../say-event.ts';
import { incident, incidentEvent } from '../schema.ts';
import { incidentMonitor } from '../schema/monitor.ts';
import { incidentWords } from '../words.ts';

const { saveMonitor, removeMonitor, setMonitorToken, muteMonitor, unmuteMonitor } = incidentCommands;
const { reportSilence, noteBeat, resolve } = incidentCommands;
const ADMINISTRATOR = personActor('AD');
const PANEL = {
  siteId: AURORA.id,
  monitorId: null,
  source: 'beats',
  watchedSiteId: null,
  name: 'Bridge alarm panel',
  watches: 'The panel calls every ten seconds.',
  everyMinutes: 5,
  graceMinutes: 5,
  title: 'Bridge alarm panel is silent',
  incidentType: 'machinery_failure',
  severity: 'high',
  place: 'Bridge',
} as const;

let board: TestConsole;
let monitorId: string;

beforeEach(() => {
  board = testConsole();
  monitorId = board.run<{ monitorId: string }>(saveMonitor, PANEL, ADMINISTRATOR).monitorId;
});
afterEach(() => board.close());

const program = (): Actor => ({ type: 'system', id: board.store.state.deviceId ?? '', siteId: AURORA.id });
const goesSilent = () =>
  board.run<{ incidentId: string }>(reportSilence, { id: monitorId }, program()).incidentId;
const monitor = () => board.store.record(incidentMonitor, monitorId);
const incidents = () => board.store.records(incident, 'SELECT data FROM incident ORDER BY id');
const said = (id: string) =>
  board.store
    .records(incidentEvent, 'SELECT data FROM incident_event WHERE incidentId = :id ORDER BY id', { id })
    .filter(({ type }) => type === 'linked')
    .map((row) => sayEvent(incidentWords, row));
const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'done';
  } catch (error) {
    return isDomainError(error) ? error.details.message : String(error);
  }
};

it('INC-72: reports what it was set up to report, by nobody, and once while the silence lasts', () => {
  const id = goesSilent();
  board.pass(1);
  expect(goesSilent()).toBe(id);
  expect(incidents()).toMatchObject([
    {
      id,
      number: 'AUR-INC-2026-0001',
      title: PANEL.title,
      type: PANEL.incidentType,
      severity: 'high',
      place: 'Bridge',
      description: PANEL.watches,
      reportedById: board.store.state.deviceId,
      reportedByName: '',
      stage: 'reported',
    },
  ]);
  expect(said(id)).toEqual([
    'The monitor Bridge alarm panel has gone silent; it is expected every 5 minutes',
  ]);
});

it('INC-72: says in the incident that it is heard again, resolves nothing, and reports no second one while it is open', () => {
  const id = goesSilent();
  board.pass(7);
  board.run(noteBeat, { id: monitorId }, program());
  expect([monitor()?.silentSince, incidents()[0]?.stage]).toEqual([null, 'reported']);
  goesSilent();
  expect(incidents()).toHaveLength(1);
  expect(said(id).slice(1)).toEqual([
    'The monitor Bridge alarm panel is heard again, after 7 minutes',
    'The monitor Bridge alarm panel has gone silent again',
  ]);
});

it('INC-72: reports anew when it goes silent again after the incident was resolved, and not before it was heard', () => {
  const first = goesSilent();
  board.run(resolve, { id: first, resolution: 'Spare part ordered.' });
  expect(goesSilent()).toBe(first);
  board.run(noteBeat, { id: monitorId }, program());
  expect(goesSilent()).not.toBe(first);
  expect(incidents().map(({ number }) => number)).toEqual(['AUR-INC-2026-0001', 'AUR-INC-2026-0002']);
});

it('reports nothing while it is muted, and says who muted it and why', () => {
  board.run(muteMonitor, { monitorId, until: null, reason: 'Refit' }, ADMINISTRATOR);
  goesSilent();
  expect([
    incidents().length,
    monitor()?.silentSince,
    monitor()?.mutedReason,
    monitor()?.mutedByName,
  ]).toEqual([0, null, 'Refit', ADMINISTRATOR.name]);
  board.run(unmuteMonitor, { monitorId }, ADMINISTRATOR);
  goesSilent();
  expect(incidents()).toHaveLength(1);
});

it('a critical one climbs the ladder as any other report', () => {
  board.run(saveMonitor, { ...PANEL, monitorId, severity: 'critical' }, ADMINISTRATOR);
  goesSilent();
  expect(incidents()).toMatchObject([{ severity: 'critical', escalationLevel: 1, stage: 'escalated' }]);
});

it('INC-73: keeps of a token only its hash, and shows not even that', () => {
  const tokenHash = 'ab'.repeat(32);
  board.run(setMonitorToken, { monitorId, tokenHash }, ADMINISTRATOR);
  const { rows } = board.queries.run<ReturnType<typeof incidentQueries.monitors.run>>(
    incidentQueries.monitors,
    { siteId: AURORA.id },
    MASTER,
  );
  expect(rows).toMatchObject([{ id: monitorId, hasToken: true, incident: null, isMuted: false }]);
  expect(JSON.stringify(rows)).not.toContain(tokenHash);
});

it('INC-74: watches another site only at an office, and not more often than a dear link lets it be heard', () => {
  const about = { ...PANEL, source: 'site', everyMinutes: 60 };
  const watching = (changes: object) =>
    codeOf(() => board.run(saveMonitor, { ...about, ...changes }, ADMINISTRATOR));
  expect([
    watching({ watchedSiteId: recordId(OFFICE.id) }),
    watching({ watchedSiteId: recordId(OFFICE.id), everyMinutes: 5 }),
    watching({ source: 'beats', watchedSiteId: recordId(AURORA.id) }),
  ]).toEqual([
    'Only an office watches whether sites are silent.',
    'Over a dear link a site is heard every quarter of an hour.',
    'It says no other site that is watched.',
  ]);
  board.close();
  board = testConsole({ site: OFFICE });
  expect([
    watching({ siteId: OFFICE.id }),
    watching({ siteId: OFFICE.id, watchedSiteId: OFFICE.id }),
  ]).toEqual(['It says no other site that is watched.', 'It says no other site that is watched.']);
});

it('is set up by who sets up deadlines and ladders, and by nobody else', () => {
  const crew = personActor('IP');
  const asked = [
    () => board.run(saveMonitor, PANEL, crew),
    () => board.run(removeMonitor, { monitorId }, crew),
    () => board.run(setMonitorToken, { monitorId, tokenHash: '00'.repeat(32) }, crew),
    () => board.run(muteMonitor, { monitorId, until: null, reason: 'x' }, crew),
  ];
  expect(asked.map((one) => /You may not/.test(codeOf(one)))).toEqual([true, true, true, true]);
  board.run(removeMonitor, { monitorId }, ADMINISTRATOR);
  expect(monitor()).toBeUndefined();
});
