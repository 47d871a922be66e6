import type { RxDocumentData, RxJsonSchema } from 'rxdb';
import { fillWithDefaultSettings } from 'rxdb';
import { z } from 'zod';
import { defineEntity } from '#shared/kernel/define-entity.ts';
import { Instant } from '#shared/kernel/fields.ts';

/** What every engine stores: 8 fields, about 400 bytes. */
export type Note = {
  id: string;
  kind: 'bench-note';
  siteId: string;
  incidentId: string;
  at: string;
  rank: number;
  done: boolean;
  text: string;
};

const NOTES_PER_GROUP = 1_000;
const TEXT_CHARACTERS = 170;
const FIRST_AT_MS = Date.parse('2026-01-01T00:00:00.000Z');
const SITE_ID = '01950000-0000-7000-8000-000000000001';

/** The nth note of a set of that many. Ids come in order, as UUIDv7 do. */
export function noteAt(index: number, rows: number): Note {
  return {
    id: `01950000-0000-7000-9000-${String(index).padStart(12, '0')}`,
    kind: 'bench-note',
    siteId: SITE_ID,
    incidentId: groupName(index % groupsIn(rows)),
    at: new Date(FIRST_AT_MS + index * 1_000).toISOString(),
    rank: index % 5,
    done: index % 3 === 0,
    text: `Note ${index} `.padEnd(TEXT_CHARACTERS, 'about the state of the watertight doors '),
  };
}

/**
 * A question for a group: its notes from a moment in the second quarter of the set on, so that more than half of
 * them match. No two turns ask the same, because RxDB answers a repeated query from its cache.
 */
export function questionAt(turn: number, rows: number): { incidentId: string; from: string } {
  const incidentId = groupName((turn * 7) % groupsIn(rows));
  const from = Math.floor(rows / 4) + ((turn * 13) % Math.max(1, Math.floor(rows / 4)));
  return { incidentId, from: new Date(FIRST_AT_MS + from * 1_000 + (turn % 1_000)).toISOString() };
}

function groupsIn(rows: number): number {
  return Math.max(1, Math.floor(rows / NOTES_PER_GROUP));
}

function groupName(group: number): string {
  return `01950000-0000-7000-a000-${String(group).padStart(12, '0')}`;
}

/** The note as a record of the store. */
export const noteEntity = defineEntity({
  kind: 'bench-note',
  collection: 'incidents',
  version: 1,
  fields: {
    incidentId: z.string().max(36),
    at: Instant,
    rank: z.int().min(0).max(4),
    done: z.boolean(),
    text: z.string().max(400),
  },
  indexes: [['incidentId', 'at']],
});

/** The note as RxDB's collections declare it, before and after RxDB adds its own fields. */
export const noteSchema: RxJsonSchema<Note> = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 36 },
    kind: { type: 'string', enum: ['bench-note'], maxLength: 20 },
    siteId: { type: 'string', maxLength: 36 },
    incidentId: { type: 'string', maxLength: 36 },
    at: { type: 'string', maxLength: 24 },
    rank: { type: 'integer', minimum: 0, maximum: 4, multipleOf: 1 },
    done: { type: 'boolean' },
    text: { type: 'string', maxLength: 400 },
  },
  required: ['id', 'kind', 'siteId', 'incidentId', 'at', 'rank', 'done', 'text'],
  indexes: [['incidentId', 'at']],
};
export const storedNoteSchema: RxJsonSchema<RxDocumentData<Note>> = fillWithDefaultSettings(noteSchema);
