import { z } from 'zod';
import { can } from '../../../access/can.ts';
import { targetOf } from '../../../access/target.ts';
import { defineQuery } from '../../../kernel/define-query.ts';
import { RecordId } from '../../../kernel/ids.ts';
import { attachment } from '../../files/schema.ts';
import { incidentError } from '../errors.ts';
import { ASSESSMENT } from '../rules/assessment.ts';
import { EVENT_TYPES, incident } from '../schema.ts';
import { waitingApprovals } from './approvals.ts';
import { OWED } from './compliance-log.ts';

/** A timeline longer than this is cut at its oldest end; `timelineCut` says so. */
export const TIMELINE_ROWS_MAX = 500;

export const TimelineRow = z.object({
  id: z.string(),
  type: z.enum(EVENT_TYPES),
  at: z.string(),
  byName: z.string(),
  byId: z.string(),
  consoleSiteName: z.string(),
  labelKey: z.string(),
  labelParams: z.string().transform((text): { [name: string]: string | number } => JSON.parse(text)),
  text: z.string().nullable(),
  /** What a comment is (INC-63), and what an update says beyond its text. */
  commentKind: z.string().nullable(),
  expected: z.string().nullable(),
  /** Names of those whom the text mentions. */
  mentionNames: z
    .string()
    .transform((text): readonly string[] => z.array(z.string()).parse(JSON.parse(text))),
  /** When it reached the server, by the server's clock; null while it has not. */
  arrivedAtServer: z.string().nullable(),
  /** When this console received it from elsewhere; null for what was written here. */
  receivedAt: z.string().nullable(),
});
export type TimelineRow = z.infer<typeof TimelineRow>;

const AttachmentRow = attachment.schema
  .pick({
    id: true,
    fileName: true,
    sha256: true,
    sizeBytes: true,
    mediaType: true,
    previewSha256: true,
    previewSizeBytes: true,
    addedAt: true,
    addedByName: true,
  })
  // SQL knows no field that is missing, only one without a value.
  .extend({ fileKind: z.string().nullable() })
  .extend({ bytesHere: z.int(), bytesAtServer: z.int(), previewBytesHere: z.int() });
export type AttachmentRow = z.infer<typeof AttachmentRow>;

const MENTION_NAMES = `(SELECT json_group_array(p.name) FROM person p
  WHERE p.id IN (SELECT value FROM json_each(coalesce(e.mentions, '[]'))))`;

const LastUpdate = TimelineRow.pick({
  id: true,
  at: true,
  byName: true,
  text: true,
  expected: true,
});
export type LastUpdate = z.output<typeof LastUpdate>;

const Assessment = z.object({ dueAt: z.string().nullable() });

/** One incident with its timeline, oldest first, and its attachments. */
export const detail = defineQuery({
  name: 'incidents.detail',
  feature: 'incidents.read',
  input: z.object({ id: RecordId }),
  reads: ['incidents', 'files', 'settings'],
  run(context, { id }) {
    const { db, actor } = context;
    const found = db.record(incident, id);
    if (found === undefined || !can(actor, 'incidents.read', targetOf(incident, found)).allowed) {
      throw incidentError('unseen');
    }
    const newest = db.all(
      TimelineRow,
      `SELECT e.id, e.type, e.at, e.byName, e.byId, e.consoleSiteName, e.labelKey, e.labelParams, e.text,
              e.commentKind, e.expected, ${MENTION_NAMES} AS mentionNames, a.arrivedAtServer, a.receivedAt
       FROM incident_event e LEFT JOIN arrival a ON a.collection = 'incidents' AND a.id = e.id
       WHERE e.incidentId = :id ORDER BY e.at DESC, e.id DESC LIMIT :rows`,
      { id, rows: TIMELINE_ROWS_MAX + 1 },
    );
    const attachments = db.all(
      AttachmentRow,
      `SELECT f.id, f.fileName, f.sha256, f.sizeBytes, f.mediaType, f.previewSha256, f.previewSizeBytes,
              f.addedAt, f.addedByName, f.fileKind,
              coalesce(b.bytesHere, 0) AS bytesHere, coalesce(b.bytesAtServer, 0) AS bytesAtServer,
              coalesce(p.bytesHere, 0) AS previewBytesHere
       FROM attachment f LEFT JOIN blob b ON b.sha256 = f.sha256 LEFT JOIN blob p ON p.sha256 = f.previewSha256
       WHERE f.ownerId = :id ORDER BY f.addedAt, f.id LIMIT :rows`,
      { id, rows: TIMELINE_ROWS_MAX },
    );
    const site = db.get(
      z.object({ name: z.string(), timeZone: z.string() }),
      'SELECT name, timeZone FROM site WHERE id = :id',
      {
        id: found.siteId,
      },
    );
    const lastUpdate = db.get(
      LastUpdate,
      `SELECT e.id, e.at, e.byName, e.text, e.expected FROM incident_event e
       WHERE e.incidentId = :id AND e.commentKind = 'update' ORDER BY e.at DESC, e.id DESC LIMIT 1`,
      { id },
    );
    const asked = db.get(
      Assessment,
      `SELECT c.reportDueAt AS dueAt FROM incident_compliance c
       WHERE c.incidentId = :id AND c.ruleId = :rule AND ${OWED} LIMIT 1`,
      { id, rule: ASSESSMENT },
    );
    return {
      incident: found,
      site: site ?? null,
      timeline: newest.slice(0, TIMELINE_ROWS_MAX).reverse(),
      timelineCut: newest.length > TIMELINE_ROWS_MAX,
      attachments,
      /** INC-63: how it stood when it was last said. */
      lastUpdate: lastUpdate ?? null,
      /** INC-45: somebody is asked to assess who must be told, by when. */
      assessment: asked ?? null,
      /** INC-78: moves that wait for the approval of another. */
      approvals: waitingApprovals(context, found),
      /** Month of the archive in which it lies, such as `2026-03`. */
      archivedIn: db.archivedIn(incident, id) ?? null,
    };
  },
});
