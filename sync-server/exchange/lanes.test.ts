import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '#shared/kernel/assert.ts';
import type { Lane } from '#shared/kernel/define-command.ts';
import { refusalOf, type TestDevice } from '../testing/test-device.ts';
import { TestServer } from '../testing/test-server.ts';
import { actorStamp, patchIncident, type Persona, reportIncident, signUp } from '../testing/work.ts';

let server: TestServer;
let vessel: TestDevice;
let office: TestDevice;
let master: Persona;

beforeEach(async () => {
  server = await TestServer.start();
  vessel = await server.enrolled('AUR');
  office = await server.enrolled('OFF');
  master = await signUp(vessel);
  await signUp(office);
  await vessel.exchange();
  await office.exchange();
});
afterEach(() => server.stop());

/** Reports an incident and sends the entry in a lane of its own. */
function report(lane: Lane, runningNumber: number): string {
  const id = reportIncident(vessel, master, { runningNumber });
  const entry = must(vessel.journal.at(-1), 'the entry');
  vessel.journal[entry.seq - 1] = { ...entry, lane };
  return id;
}

function ask(lanes: Lane[]) {
  return office.exchange(office.exchangeRequest({ lanes }));
}

describe('going down', () => {
  test('a device is told of the lanes it asks for, and of the others when it asks for those', async () => {
    const [urgent, usual, bulk] = [report(0, 1), report(1, 2), report(3, 3)];
    await vessel.exchange();

    const first = await ask([0]);
    const second = await ask([0, 1]);
    const third = await ask([0, 1, 2, 3]);

    expect(first.records.map(({ id }) => id)).toEqual([urgent]);
    expect(second.records.map(({ id }) => id)).toEqual([usual]);
    expect(third.records.map(({ id }) => id)).toEqual([bulk]);
    expect(third.cursors).toEqual([third.version, third.version, third.version, third.version]);
  });

  test('urgent news come before older bulk', async () => {
    report(3, 1);
    report(3, 2);
    const urgent = report(0, 3);
    await vessel.exchange();
    const page = await office.exchange(office.exchangeRequest({ budgetBytes: 1 }));

    expect(page.records.map(({ id }) => id)).toEqual([urgent]);
    expect(page.more).toContain(3);
  });

  test('a record chosen for one lane is told whole, so that its version is a base', async () => {
    const id = report(3, 1);
    const incident = { id, siteId: master.siteId, base: 0 };
    vessel.append({ ...patchIncident(master, incident, { place: 'Bridge' }), lane: 0 });
    await vessel.exchange();
    const { records } = await ask([0]);

    expect(records).toMatchObject([{ id, fields: { place: 'Bridge', runningNumber: 1 } }]);
    expect((await ask([0, 1, 2, 3])).records.map((record) => record.version)).toEqual([records[0]?.version]);
  });
});

describe('going up', () => {
  /** The entries with these numbers, and the chain up to where they leave no gap. */
  function request(seqs: readonly number[], head: number) {
    const entries = vessel.journal.filter(({ seq }) => seqs.includes(seq));
    return vessel.exchangeRequest({ entries, head: vessel.headAt(head) });
  }

  test('an urgent entry overtakes others; the chain is completed as the gap fills', async () => {
    for (let n = 1; n <= 3; n += 1) report(n === 3 ? 0 : 3, n);
    const overtaking = await vessel.exchange(request([4], 1));
    const withGap = await server.inStorage((tx) => tx.entries(vessel.id, [4]));
    const rest = await vessel.exchange(request([2, 3], 4));
    const stored = await server.inStorage((tx) => tx.entries(vessel.id, [2, 3, 4]));
    const device = await server.inStorage((tx) => tx.device(vessel.id));

    expect(overtaking.verdicts).toMatchObject([{ seq: 4, status: 'applied' }]);
    expect(withGap).toMatchObject([{ hash: null }]);
    expect(rest.verdicts.map(({ seq, status }) => [seq, status])).toEqual([
      [2, 'applied'],
      [3, 'applied'],
    ]);
    expect(stored.map(({ hash }) => Buffer.from(hash ?? []).toString('hex'))).toEqual(
      [2, 3, 4].map((seq) => vessel.headAt(seq).hash),
    );
    expect(device).toMatchObject({ lastSeq: 4, highestSeq: 4 });
  });

  test('a different entry under a number that is taken is a fork, in a gap too', async () => {
    for (let n = 1; n <= 3; n += 1) report(n === 3 ? 0 : 3, n);
    await vessel.exchange(request([4], 1));
    vessel.journal[3] = { ...must(vessel.journal[3], 'entry 4'), label: { key: 'forged' } };

    expect(refusalOf(await vessel.tryExchange(request([4], 1)))).toMatchObject({ code: 'chain-forked' });
    expect(refusalOf(await vessel.tryExchange(request([2, 3], 4)))).toMatchObject({ code: 'chain-forked' });
  });

  test('a head beyond a gap is refused', async () => {
    for (let n = 1; n <= 3; n += 1) report(n === 3 ? 0 : 3, n);
    expect(refusalOf(await vessel.tryExchange(request([4], 4)))).toEqual({
      status: 409,
      code: 'chain-broken',
      lastSeq: 1,
    });
  });

  test('entries out of order, or beyond the end of the journal, are no request', async () => {
    report(1, 1);
    report(1, 2);
    const [second, third] = vessel.journal.slice(1);
    const swapped = [must(third, 'entry 3'), must(second, 'entry 2')];
    const refused = await vessel.tryExchange(vessel.exchangeRequest({ entries: swapped }));
    const beyond = await vessel.tryExchange(vessel.exchangeRequest({ lastSeq: 2 }));

    expect([refusalOf(refused).code, refusalOf(beyond).code]).toEqual(['invalid-input', 'invalid-input']);
  });

  test('what people have settled since is kept, and not judged', async () => {
    const id = report(1, 1);
    const { verdicts } = await vessel.exchange(vessel.exchangeRequest({ withdrawn: [2] }));

    expect(verdicts).toMatchObject([{ seq: 2, status: 'rejected', code: 'cancelled' }]);
    expect(await server.inStorage((tx) => tx.records([{ collection: 'incidents', id }]))).toEqual([]);
  });

  test('an entry the server can not read yet is held, with all that follow, and comes again', async () => {
    report(1, 1);
    const entry = must(vessel.journal[1], 'entry 2');
    const newer = entry.changes.map((change) => ({ ...change, schemaVersion: 99 }));
    vessel.journal[1] = { ...entry, changes: newer };
    vessel.append({ command: 'incidents.comment', actor: actorStamp(master) });
    const first = await vessel.exchange();
    const device = await server.inStorage((tx) => tx.device(vessel.id));

    expect(first.verdicts).toMatchObject([
      { seq: 2, status: 'held', code: 'schema-too-new' },
      { seq: 3, status: 'held' },
    ]);
    expect(device).toMatchObject({ lastSeq: 1, highestSeq: 1 });
  });
});
