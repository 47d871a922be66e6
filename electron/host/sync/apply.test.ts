import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attachment } from '#shared/domains/files/schema.ts';
import { must } from '#shared/kernel/assert.ts';
import { isoOf } from '#shared/kernel/clock.ts';
import type { StoredRecord } from '#shared/kernel/define-entity.ts';
import { RecordId } from '#shared/kernel/ids.ts';
import type { Tx } from '#shared/kernel/transaction.ts';
import { PROTOCOL_VERSION } from '#shared/sync/limits.ts';
import type { ExchangeRequest, ExchangeResponse, RecordDelta } from '#shared/sync/wire.ts';
import { readRecordSync } from '../store/record-sync.ts';
import { recordInText } from '../store/record-writer.ts';
import { openStore, type Store } from '../store/store.ts';
import { applyResponse } from './apply.ts';
import { buildRequest } from './exchange.ts';
import { resendAfter } from './resend.ts';
import { FORBIDDEN, ReferenceServer } from './testing/reference-server.ts';

const NOW_MS = Date.UTC(2026, 2, 1, 8);
const SITE_ID = 'site-1';
const ALL = 1_000;

function recordId(number: number): RecordId {
  return RecordId.parse(`0192f0c1-7e2a-7c3d-9a4b-${number.toString(16).padStart(12, '0')}`);
}

class Device {
  readonly store: Store;
  nowMs: number;

  constructor(skewMs = 0) {
    this.nowMs = NOW_MS + skewMs;
    this.store = openStore({ file: ':memory:' }, { now: () => this.nowMs, monotonicMs: () => this.nowMs });
  }

  get id(): string {
    return must(this.store.state.deviceId, 'a device id');
  }

  change(work: (tx: Tx) => void): void {
    this.nowMs += 1_000;
    this.store.transact(
      {
        actor: { type: 'system', id: 'test', name: '' },
        command: 'test',
        label: { key: 'test' },
        lane: () => 1,
        input: null,
      },
      work,
    );
  }

  insert(id: RecordId, fileName = 'a'): void {
    this.change((tx) => tx.insert(attachment, { id, ...newAttachment(fileName) }));
  }

  patch(id: string, fields: { fileName?: string; addedByName?: string }): void {
    this.change((tx) => tx.patch(attachment, id, fields));
  }

  remove(id: string): void {
    this.change((tx) => tx.remove(attachment, id));
  }

  records(): StoredRecord[] {
    return this.store.db
      .prepare<[], { data: string }>('SELECT data FROM attachment ORDER BY id')
      .all()
      .map(({ data }) => recordInText(data));
  }

  ask(server: ReferenceServer, rows = ALL): { request: ExchangeRequest; response: ExchangeResponse } {
    const request = {
      ...buildRequest(this.store, { budgetBytes: 100_000, nowMs: this.nowMs }),
      budgetBytes: rows,
    };
    return { request, response: server.exchange(request) };
  }

  take({ request, response }: { request: ExchangeRequest; response: ExchangeResponse }) {
    return applyResponse(this.store, request, response, this.nowMs);
  }

  exchange(server: ReferenceServer, rows = ALL): void {
    this.take(this.ask(server, rows));
  }

  shadows(): number {
    return this.store.db.prepare('SELECT 1 FROM record_sync WHERE shadow IS NOT NULL').all().length;
  }
}

function newAttachment(fileName: string) {
  return {
    siteId: SITE_ID,
    ownerCollection: 'incidents' as const,
    ownerId: 'owner',
    sha256: 'ab'.repeat(32),
    sizeBytes: 1,
    mediaType: 'image/png' as const,
    previewSha256: null,
    previewSizeBytes: null,
    fileName,
    addedAt: isoOf(NOW_MS),
    addedBy: 'somebody',
    addedByName: 'a',
  };
}

/** An answer of a server that only tells of one record. */
function delta(part: Partial<RecordDelta>, cursor: number): ExchangeResponse {
  const record: RecordDelta = {
    collection: 'files',
    id: recordId(1),
    kind: 'attachment',
    siteId: SITE_ID,
    op: 'upsert',
    version: cursor,
    ref: 1,
    fields: {},
    arrivedAtMs: NOW_MS,
    ...part,
  };
  return {
    protocol: PROTOCOL_VERSION,
    serverTimeMs: NOW_MS,
    epoch: 'e',
    view: 'v',
    version: cursor,
    verdicts: [],
    records: [record],
    cursors: [cursor, cursor, cursor, cursor],
    more: [],
    startOver: false,
    askSchemas: false,
  };
}

/** A device and a server that both have record 1. */
function inStep(): { server: ReferenceServer; device: Device; id: RecordId } {
  const [server, device, id] = [new ReferenceServer(), new Device(), recordId(1)];
  device.insert(id);
  device.exchange(server);
  return { server, device, id };
}

describe('an answer of the server', () => {
  it('goes into the record where nothing of ours waits, and fields we do not know are kept', () => {
    const { device, id } = inStep();
    const [cursor] = device.store.state.progress.cursors;

    const applied = device.take({
      request: buildRequest(device.store, { budgetBytes: ALL, nowMs: NOW_MS }),
      response: delta({ fields: { fileName: 'b', fromNewerServer: [1] } }, cursor + 1),
    });

    expect(applied).toMatchObject({ isStale: false, recordsChanged: 1 });
    expect(device.records()).toEqual([
      { id, kind: 'attachment', ...newAttachment('b'), fromNewerServer: [1] },
    ]);
    expect(readRecordSync(device.store.db, 'files', id)).toMatchObject({ version: cursor + 1, shadow: null });
  });

  it('goes into the shadow where a change of ours waits, and into the record beside it', () => {
    const { device, id } = inStep();
    const [cursor] = device.store.state.progress.cursors;
    device.patch(id, { fileName: 'mine' });

    device.take({
      request: buildRequest(device.store, { budgetBytes: ALL, nowMs: NOW_MS }),
      response: delta({ fields: { fileName: 'theirs', addedByName: 'theirs' } }, cursor + 1),
    });

    expect(device.records()).toMatchObject([{ fileName: 'mine', addedByName: 'theirs' }]);
    expect(readRecordSync(device.store.db, 'files', id)?.shadow).toMatchObject({
      fileName: 'theirs',
      addedByName: 'theirs',
    });
  });

  it('with a refusal puts the record back and replays what still waits', () => {
    const { server, device, id } = inStep();
    device.patch(id, { fileName: FORBIDDEN });
    const answer = device.ask(server);
    device.patch(id, { addedByName: 'later' });
    device.take(answer);

    expect(device.records()).toMatchObject([{ fileName: 'a', addedByName: 'later' }]);
    expect(device.store.journal.row(2)?.state).toBe('rejected');
    expect(device.store.journal.row(3)?.state).toBe('pending');
  });

  it('that lets a change of this console give way is noted in its journal, and in no other', () => {
    const [server, mine, theirs, id] = [new ReferenceServer(), new Device(), new Device(), recordId(1)];
    mine.insert(id);
    mine.exchange(server);
    theirs.exchange(server);
    mine.patch(id, { fileName: 'mine', addedByName: 'mine' });
    theirs.nowMs += 60_000;
    theirs.patch(id, { fileName: 'theirs' });
    for (const device of [theirs, mine, theirs, mine]) device.exchange(server);
    const notes = ({ store }: Device) =>
      store.db.prepare(`SELECT entry ->> '$.label.params' FROM journal WHERE entry ->> '$.lane' = 3`);
    expect([mine, theirs].map((device) => notes(device).pluck().all())).toEqual([
      [JSON.stringify({ entry: 2, fields: 'fileName', recordId: id, stands: 'theirs' })],
      [],
    ]);
    expect(mine.store.journal.verify()).toEqual({ sound: true, entries: 3 });
  });

  it.each([
    ['a change after it', (device: Device) => device.patch(recordId(1), { fileName: 'b' })],
    ['nothing after it', () => undefined],
  ])('takes a record away whose insert, with %s, is sent again and refused then', (_what, change) => {
    const { device } = inStep();
    change(device);
    resendAfter(device.store, 0);
    const { request } = device.ask(new ReferenceServer());
    const refusal = { status: 'rejected', code: 'forbidden', message: 'No.' } as const;
    const verdicts = [1, 2].map((seq) => ({ ...refusal, seq }));
    device.take({ request, response: { ...delta({}, 1), records: [], verdicts } });
    expect([device.records(), device.shadows()]).toEqual([[], 0]);
  });

  it('takes a record away whose insert waits again, with nothing kept of it, and is refused then', () => {
    const { device } = inStep();
    device.store.db.exec(`UPDATE journal SET state = 'pending'`);
    const { request } = device.ask(new ReferenceServer());
    const verdicts = [{ seq: 1, status: 'rejected', code: 'forbidden', message: 'No.' } as const];
    device.take({ request, response: { ...delta({}, 1), records: [], verdicts } });
    expect([device.records(), device.shadows()]).toEqual([[], 0]);
  });

  it('that refuses an insert takes the record and what was done to it away', () => {
    const [server, device, id] = [new ReferenceServer(), new Device(), recordId(1)];
    device.insert(id, FORBIDDEN);
    const answer = device.ask(server);
    device.patch(id, { fileName: 'b' });
    device.take(answer);
    const afterFirst = device.records();
    device.exchange(server);

    expect([afterFirst, device.records(), device.shadows()]).toEqual([[], [], 0]);
    expect([1, 2].map((seq) => device.store.journal.row(seq)?.state)).toEqual(['rejected', 'rejected']);
  });

  it('with a value that won over ours puts it into the record', () => {
    const { server, device, id } = inStep();
    const other = new Device(60_000);
    other.exchange(server);
    other.patch(id, { fileName: 'later stamp' });
    device.patch(id, { fileName: 'earlier stamp' });
    other.exchange(server);
    device.exchange(server);

    expect(device.records()).toMatchObject([{ fileName: 'later stamp' }]);
    expect(device.records()).toEqual(server.recordsFor(device.id));
  });

  it('with a value that won over ours, known here since before we asked, puts it into the record', () => {
    const { server, device, id } = inStep();
    const other = new Device(60_000);
    other.exchange(server);
    other.patch(id, { fileName: 'later stamp' });
    other.exchange(server);
    const answer = device.ask(server);
    device.patch(id, { fileName: 'earlier stamp' });
    device.take(answer);
    device.exchange(server);

    expect(device.records()).toMatchObject([{ fileName: 'later stamp' }]);
  });

  it('that comes a second time, or after a newer one, changes nothing', () => {
    const { server, device, id } = inStep();
    const other = new Device();
    other.exchange(server);
    other.patch(id, { fileName: 'first' });
    other.exchange(server);
    const old = device.ask(server);
    other.patch(id, { fileName: 'second' });
    other.exchange(server);
    device.exchange(server);
    const before = [device.records(), device.store.state.progress];

    expect(device.take(old)).toMatchObject({ isStale: true, recordsChanged: 0 });
    expect([device.records(), device.store.state.progress]).toEqual(before);
  });

  it('that takes a record out of scope removes it without a journal entry', () => {
    const { server, device, id } = inStep();
    server.setHidden(device.id, id, true);
    device.exchange(server);
    const hidden = [device.records(), readRecordSync(device.store.db, 'files', id)];
    server.setHidden(device.id, id, false);
    device.exchange(server);

    expect(hidden).toEqual([[], undefined]);
    expect(device.store.journal.head().seq).toBe(1);
    expect(device.records()).toEqual(server.recordsFor(device.id));
  });

  it('that takes a record out of scope leaves it until our work on it has its answer', () => {
    const { server, device, id } = inStep();
    server.setHidden(device.id, id, true);
    const answer = device.ask(server);
    device.patch(id, { fileName: 'mine' });
    device.take(answer);
    const meanwhile = device.records();
    device.exchange(server);

    expect(meanwhile).toMatchObject([{ fileName: 'mine' }]);
    expect([device.records(), device.shadows()]).toEqual([[], 0]);
  });

  it('does not let a later change claim to know what has not arrived', () => {
    const { server, device, id } = inStep();
    const other = new Device();
    other.exchange(server);
    other.insert(recordId(2));
    other.insert(recordId(3));
    other.patch(id, { addedByName: 'theirs' });
    other.exchange(server);
    device.patch(id, { fileName: 'mine' });
    device.exchange(server, 1);

    device.patch(id, { addedByName: 'mine' });

    const { entries } = buildRequest(device.store, { budgetBytes: 100_000, nowMs: NOW_MS });
    expect(entries.at(-1)?.changes[0]).toMatchObject({ base: 1, fields: { addedByName: 'mine' } });
  });

  it('that breaks off in the middle of the commit leaves everything as it was', () => {
    const { server, device, id } = inStep();
    device.patch(id, { fileName: 'mine' });
    const answer = device.ask(server);
    let isBroken = true;
    device.store.follow(() => {
      if (isBroken) throw new Error('power cut');
    });
    const before = [device.store.journal.row(2), device.store.state.progress, device.shadows()];

    expect(() => device.take(answer)).toThrow('power cut');
    const after = [device.store.journal.row(2), device.store.state.progress, device.shadows()];
    isBroken = false;
    device.exchange(server);

    expect(after).toEqual(before);
    expect(device.store.journal.row(2)?.state).toBe('applied');
    expect(device.records()).toEqual(server.recordsFor(device.id));
  });
});

/** Crowded on purpose: few records, few fields, and an exchange for every second edit. */
const step = fc.oneof(
  { weight: 1, arbitrary: fc.record({ do: fc.constant('insert' as const) }) },
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant('patch' as const),
      field: fc.constantFrom('fileName' as const, 'addedByName' as const),
      value: fc.constantFrom('b', 'c', 'd', 'e', 'f', FORBIDDEN),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('exchange' as const),
      fate: fc.constantFrom(
        'arrives' as const,
        'is lost' as const,
        'is late' as const,
        'comes twice' as const,
      ),
      rows: fc.constantFrom(1, 2, ALL),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('late answer' as const) }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      { do: 'remove' as const },
      { do: 'scope' as const, isHidden: true },
      { do: 'scope' as const, isHidden: false },
    ),
  },
);
const schedule = fc.array(fc.record({ device: fc.nat({ max: 2 }), record: fc.nat({ max: 3 }), step }), {
  minLength: 40,
  maxLength: 80,
  size: 'max',
});
type Step = typeof schedule extends fc.Arbitrary<(infer S)[]> ? S : never;

class World {
  readonly server = new ReferenceServer();
  readonly devices = [new Device(), new Device(7_200_000), new Device(-7_200_000)];
  readonly #late = this.devices.map((): ReturnType<Device['ask']>[] => []);
  #records = 0;

  /** Three records that every device knows. */
  constructor() {
    const [first] = this.devices;
    for (let count = 0; count < 3; count += 1) first?.insert(recordId((this.#records += 1)));
    this.calmDown();
  }

  play({ device: index, record, step }: Step): void {
    const device = must(this.devices[index], 'a device');
    const late = must(this.#late[index], 'its late answers');
    const known = device.records();
    const id = known.length === 0 ? undefined : known[record % known.length]?.id;
    switch (step.do) {
      case 'insert':
        return device.insert(recordId((this.#records += 1)));
      case 'patch':
        return id === undefined ? undefined : device.patch(id, { [step.field]: step.value });
      case 'remove':
        return id === undefined ? undefined : device.remove(id);
      case 'scope':
        return id === undefined ? undefined : this.server.setHidden(device.id, id, step.isHidden);
      case 'late answer': {
        const answer = late.shift();
        if (answer !== undefined) device.take(answer);
        return;
      }
      case 'exchange': {
        const answer = device.ask(this.server, step.rows);
        if (step.fate === 'is late') late.push(answer);
        if (step.fate === 'arrives' || step.fate === 'comes twice') device.take(answer);
        if (step.fate === 'comes twice') device.take(answer);
      }
    }
  }

  calmDown(): void {
    for (let round = 0; round < 3; round += 1)
      for (const device of this.devices) device.exchange(this.server);
  }
}

it('in whatever order edits, losses, repeats and scope changes come, ends with what the server has', () => {
  fc.assert(
    fc.property(schedule, (steps) => {
      const world = new World();
      for (const step of steps) world.play(step);
      world.calmDown();
      for (const device of world.devices) {
        expect(device.records()).toEqual(sorted(world.server.recordsFor(device.id)));
        expect(device.shadows()).toBe(0);
        expect(device.store.db.prepare(`SELECT seq FROM journal WHERE state = 'pending'`).all()).toEqual([]);
        expect(device.store.journal.verify().sound).toBe(true);
      }
      for (const device of world.devices) device.store.close();
    }),
    { seed: 20260301, numRuns: 60 },
  );
});

function sorted<R extends { readonly id?: unknown }>(records: readonly R[]): R[] {
  return records.toSorted((a, b) => (String(a.id) < String(b.id) ? -1 : 1));
}
