import { z } from 'zod';
import { can } from '../../../access/can.ts';
import { targetOf } from '../../../access/target.ts';
import { defineQuery, type QueryContext, rowCondition, scopeColumns } from '../../../kernel/define-query.ts';
import { RecordId } from '../../../kernel/ids.ts';
import { circularError } from '../circular-errors.ts';
import { receiptStateOf } from '../rules/circulars.ts';
import { incident } from '../schema.ts';
import { ADDRESSED_MAX, circularReceipt, incidentCircular } from '../schema/circular.ts';

/** The latest; older ones are no news to anybody. */
const ROWS_MAX = 500;

const Row = z.object({
  id: z.string(),
  title: z.string(),
  issuedAt: z.string(),
  issuedByName: z.string(),
  dueAt: z.string().nullable(),
  withdrawnAt: z.string().nullable(),
  sites: z.int(),
  acknowledged: z.int(),
  late: z.int(),
  /** Of the console's own site: null where it was not sent here, else whether it was acknowledged. */
  isDoneHere: z.int().nullable(),
});
export type CircularRow = z.infer<typeof Row>;

/** INC-66: circulars to the sites that a person sees, newest first; those of one incident, where it is named. */
export const circulars = defineQuery({
  name: 'incidents.circulars',
  feature: 'incidents.read',
  input: z.object({ fromIncidentId: RecordId.nullable().default(null) }),
  reads: ['incidents'],
  run(context, { fromIncidentId }) {
    const { db, now, site } = context;
    const reach = rowCondition(scopeColumns(circularReceipt, 'r'), context);
    const rows = db.all(
      Row,
      `SELECT c.id, c.title, c.issuedAt, c.issuedByName, c.dueAt, c.withdrawnAt, count(*) AS sites,
              sum(r.acknowledgedAt IS NOT NULL) AS acknowledged,
              sum(r.acknowledgedAt IS NULL AND r.withdrawnAt IS NULL AND coalesce(r.dueAt <= :now, 0)) AS late,
              max(CASE WHEN r.siteId = :here THEN r.acknowledgedAt IS NOT NULL END) AS isDoneHere
       FROM incident_circular c JOIN incident_circular_receipt r ON r.circularId = c.id
       WHERE ${reach.sql} AND (:from IS NULL OR c.fromIncidentId = :from)
       GROUP BY c.id ORDER BY c.issuedAt DESC, c.id DESC LIMIT ${ROWS_MAX}`,
      { ...reach.parameters, now, here: site.id, from: fromIncidentId },
    );
    return { rows };
  },
});

const ReceiptRow = circularReceipt.schema
  .pick({
    id: true,
    siteId: true,
    dueAt: true,
    arrivedAt: true,
    acknowledgedAt: true,
    acknowledgedByName: true,
    note: true,
    withdrawnAt: true,
  })
  .extend({ siteName: z.string().nullable() });

/** One circular, with how the sites stand to it that a person sees. */
export const circular = defineQuery({
  name: 'incidents.circular',
  feature: 'incidents.read',
  input: z.object({ id: RecordId }),
  reads: ['incidents', 'settings'],
  run(context, { id }) {
    const { db, actor, now, site } = context;
    const reach = rowCondition(scopeColumns(circularReceipt, 'r'), context);
    const found = db.record(incidentCircular, id);
    const receipts = db.all(
      ReceiptRow,
      `SELECT r.id, r.siteId, r.dueAt, r.arrivedAt, r.acknowledgedAt, r.acknowledgedByName, r.note,
              r.withdrawnAt, s.name AS siteName
       FROM incident_circular_receipt r LEFT JOIN site s ON s.id = r.siteId
       WHERE r.circularId = :id AND ${reach.sql} ORDER BY s.name, r.siteId LIMIT ${ADDRESSED_MAX}`,
      { ...reach.parameters, id },
    );
    if (found === undefined || receipts.length === 0) throw circularError('unseen');
    const { siteIds: _, fromIncidentId, ...said } = found;
    const own = receipts.find(({ siteId }) => siteId === site.id);
    return {
      circular: said,
      from: fromOf(context, fromIncidentId),
      sites: receipts.map((receipt) => ({ ...receipt, state: receiptStateOf(receipt, now) })),
      own: own === undefined ? null : { ...own, state: receiptStateOf(own, now) },
      mayWithdraw:
        site.kind === 'office' &&
        found.withdrawnAt === null &&
        can(actor, 'incidents.investigate', targetOf(incidentCircular, found)).allowed,
    };
  },
});

/** Only who sees the incident itself learns which it was. */
function fromOf({ db, actor }: QueryContext, incidentId: string) {
  const about = db.record(incident, incidentId);
  if (about === undefined || !can(actor, 'incidents.read', targetOf(incident, about)).allowed) return null;
  return { id: about.id, number: about.number, title: about.title };
}
