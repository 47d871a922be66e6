import type { JsonObject } from '#shared/kernel/canonical-json.ts';
import { type CommandRunner, commandRunner } from '#shared/demo/command-runner.ts';
import { foundCompany } from '#shared/demo/company.ts';
import { draftDrills } from '#shared/demo/drills.ts';
import { draftCurrent } from '#shared/demo/incident-current.ts';
import { draftHistory } from '#shared/demo/incident-history.ts';
import { liveThrough } from '#shared/demo/incident-life.ts';
import { drawLessons, foundRotas } from '#shared/demo/lessons.ts';
import { type MemoryStore, memoryStore } from '#shared/demo/memory-store.ts';
import { randomFrom } from '#shared/demo/random.ts';
import { recordIds } from '#shared/demo/record-ids.ts';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { type Incident, incident } from '#shared/domains/incidents/schema.ts';
import { notificationCommands } from '#shared/domains/notifications/commands.ts';
import type { Told } from '#shared/domains/notifications/raise.ts';
import { person } from '#shared/domains/people/schema.ts';
import { site } from '#shared/domains/settings/schema.ts';
import { must } from '#shared/kernel/assert.ts';
import { formatHlc, msOf } from '#shared/kernel/clock.ts';
import type { Command } from '#shared/kernel/define-command.ts';
import type { Entity } from '#shared/kernel/define-entity.ts';
import type { Change, Entry } from '#shared/sync/entry.ts';

const SEED = 1;
const HASH_HEX = '0'.repeat(64);
const PASSPHRASE = {
  algorithm: 'scrypt',
  cost: 16_384,
  blockSize: 8,
  parallelization: 1,
  saltHex: '0'.repeat(32),
  hashHex: HASH_HEX,
} as const;
/** As a console writes it whose person fills in the three fields and takes a photo. */
const QUICK_REPORT = {
  title: 'Fire in engine room',
  severity: 'critical',
  place: 'Engine room',
  attachments: [
    {
      sha256: HASH_HEX,
      sizeBytes: 2_345_678,
      mediaType: 'image/png',
      fileName: 'photo.png',
      previewSha256: HASH_HEX,
      previewSizeBytes: 5_432,
    },
  ],
};

export type Lived = {
  /** Of a critical incident in three fields, with a photo, and of whom it calls: what must not cost much. */
  readonly quickReport: readonly Entry[];
  /** Those that the journals of the company's consoles would hold, in the order they happened. */
  readonly entries: readonly Entry[];
};

/** The life of the demonstration company up to a moment, as its consoles would have journalled it. */
export function livedUpTo(now: string): Lived {
  const nowMs = msOf(now);
  const company = foundCompany(SEED, PASSPHRASE);
  const recording = recordingStore(memoryStore());
  for (const record of company.sites) recording.store.insert(site, record);
  for (const record of company.people) recording.store.insert(person, record);
  const entries = recording
    .take()
    .map((change) => entryOf('people.add', { key: 'people.add' }, [change], nowMs));
  const runner = commandRunner(recording.store, recordIds(randomFrom(SEED, 'incidents')));
  const recorded: CommandRunner = {
    store: runner.store,
    run(command, input, doer, atSite, atMs) {
      const result = runner.run(command, input, doer, atSite, atMs);
      entries.push(entryOf(command.name, labelOf(command, input), recording.take(), atMs));
      return result;
    },
  };
  const drafts = [
    ...draftHistory(company, SEED, nowMs),
    ...draftDrills(company, SEED, nowMs),
    ...draftCurrent(company, SEED, nowMs),
  ].sort((a, b) => a.reportedMs - b.reportedMs);
  foundRotas(company, recorded, must(drafts[0], 'a first incident').reportedMs);
  for (const draft of drafts) liveThrough(draft, recorded, nowMs);
  drawLessons(company, recorded);
  const vessel = must(
    company.sites.find(({ siteKind }) => siteKind === 'vessel'),
    'the company has a vessel',
  );
  const reporter = must(
    company.people.find(({ siteId }) => siteId === vessel.id),
    'the vessel has a crew',
  );
  const before = entries.length;
  recorded.run(incidentCommands.report, QUICK_REPORT, reporter, vessel, nowMs);
  const called = calledFor(must(recorded.store.all(incident).at(-1), 'the incident that was reported'));
  recorded.run(
    notificationCommands.raise,
    { told: called, personIds: [reporter.id] },
    'console',
    vessel,
    nowMs,
  );
  return { quickReport: entries.splice(before), entries };
}

/** What the first step of the ladder tells those whom it calls. */
function calledFor({ id, siteId, number, title, place, severity }: Incident): Told {
  const text = { subject: '', body: '' };
  return {
    occurrence: siteId,
    severity,
    category: 'incidents.escalated',
    titleKey: 'incidents.notify.title',
    titleParams: { number, title },
    bodyKey: 'incidents.notify.escalated',
    bodyParams: { level: 1, place },
    linkKind: incident.kind,
    linkId: id,
    route: `/incidents/${id}`,
    dedupeKey: `incident:${id}:level:1`,
    groupKey: `incident:${id}`,
    texts: { email: text, sms: text, push: text },
    carriers: { email: null, sms: null, push: null },
  };
}

/** A store that remembers what was written as changes of an entry: one a record, as in a journal. */
function recordingStore(store: MemoryStore): { store: MemoryStore; take(): Change[] } {
  let changes = new Map<string, Change>();
  const note = (entity: Entity, op: Change['op'], record: object, fields: JsonObject): void => {
    // Every record carries these two as text.
    const { id, siteId } = record as { id: string; siteId: string };
    const before = changes.get(id);
    changes.set(id, {
      collection: entity.collection,
      kind: entity.kind,
      id,
      siteId,
      op: before?.op ?? op,
      base: before?.base ?? (op === 'insert' ? 0 : 1_000 + changes.size),
      schemaVersion: entity.version,
      fields: { ...before?.fields, ...fields },
    });
  };
  return {
    store: {
      ...store,
      insert(entity, record) {
        const kept = store.insert(entity, record);
        // A record is made of JSON values.
        const { id: _id, kind: _kind, siteId: _siteId, ...fields } = kept as unknown as JsonObject;
        note(entity, 'insert', kept, fields);
        return kept;
      },
      patch(entity, id, fields) {
        const kept = store.patch(entity, id, fields);
        note(entity, 'patch', kept, fields as unknown as JsonObject);
        return kept;
      },
    },
    take() {
      const taken = [...changes.values()];
      changes = new Map();
      return taken;
    },
  };
}

function labelOf(command: Command, input: unknown): Entry['label'] {
  const { key, params } = command.label(command.input.parse(input));
  return { key, ...(params === undefined ? {} : { params }) };
}

function entryOf(command: string, label: Entry['label'], changes: Change[], atMs: number): Entry {
  const siteId = changes[0]?.siteId ?? '';
  return {
    seq: 40,
    hlc: formatHlc(atMs, 0),
    actor: { type: 'person', id: siteId, name: 'Magnus Lindqvist' },
    command,
    label,
    lane: 0,
    changes,
  };
}
