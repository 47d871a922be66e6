import { z } from 'zod';
import { can } from '../../../access/can.ts';
import { refusal } from '../../../access/say.ts';
import { targetOf } from '../../../access/target.ts';
import { type Claim, type CommandContext, defineCommand } from '../../../kernel/define-command.ts';
import { prose } from '../../../kernel/fields.ts';
import { RecordId } from '../../../kernel/ids.ts';
import { site as siteEntity } from '../../settings/schema.ts';
import { circularError } from '../circular-errors.ts';
import { isReceiptOver } from '../rules/circulars.ts';
import { incident } from '../schema.ts';
import { ADDRESSED_MAX, circularReceipt, incidentCircular } from '../schema/circular.ts';
import { nameOf, onIncident } from './shared.ts';

const { title, text, asked, dueAt } = incidentCircular.schema.shape;

/** Also what its form checks while somebody types. */
export const CircularFields = z.object({
  title,
  text: text.min(1, 'Fill this in.'),
  asked: asked.default(''),
  dueAt: dueAt.default(null),
  /** Every ship that is active now; else those of `siteIds`. */
  allShips: z.boolean(),
  siteIds: z.array(RecordId).max(ADDRESSED_MAX, `At most ${ADDRESSED_MAX} sites.`).default([]),
});

/** INC-66: an office tells other sites what is to be learnt from an incident. */
export const issueCircular = defineCommand({
  name: 'incidents.issueCircular',
  feature: 'incidents.investigate',
  lane: 2,
  input: CircularFields.extend({ id: RecordId }).refine(
    ({ allShips, siteIds }) => allShips || siteIds.length > 0,
    { message: 'Choose at least one site.', path: ['siteIds'] },
  ),
  writes: [incidentCircular, circularReceipt],
  allows: [
    { entity: incidentCircular, insert: true },
    { entity: circularReceipt, insert: true },
  ],
  label: (input) => ({ key: 'incidents.issueCircular.label', params: { title: input.title } }),
  target: onIncident,
  run(context, { id, allShips, siteIds: chosen, ...said }) {
    const { tx, now, newId, actor, site } = context;
    assertOffice(site);
    tx.mustGet(incident, id);
    if (said.dueAt !== null && said.dueAt <= now) throw circularError('due-in-the-past');
    const siteIds = addressed(context, allShips ? null : chosen);
    const issued = tx.insert(incidentCircular, {
      id: newId(),
      siteId: site.id,
      fromIncidentId: id,
      ...said,
      siteIds,
      issuedAt: now,
      issuedById: actor.id,
      issuedByName: nameOf(actor),
      ...NOT_WITHDRAWN,
    });
    for (const siteId of siteIds) {
      tx.insert(circularReceipt, {
        id: newId(),
        siteId,
        circularId: issued.id,
        title: said.title,
        dueAt: said.dueAt,
        ...UNANSWERED,
      });
    }
    return { id, circularId: issued.id, sites: siteIds.length };
  },
  check(claim) {
    assertOffice(claim.site);
    const circulars = claim.writes.filter(({ kind }) => kind === incidentCircular.kind);
    for (const { kind, after } of claim.writes) {
      if (kind !== circularReceipt.kind || after === undefined) continue;
      const of = circulars.find(({ id }) => id === after['circularId'])?.after?.['siteIds'];
      const isNamed = Array.isArray(of) && of.includes(after.siteId);
      if (!isNamed || after['acknowledgedAt'] !== null) throw circularError('to-others');
    }
  },
});

/** It was wrong, or holds no more: nobody needs to answer it, and whoever reads it is told why. */
export const withdrawCircular = defineCommand({
  name: 'incidents.withdrawCircular',
  feature: 'incidents.investigate',
  lane: 2,
  input: z.object({ circularId: RecordId, reason: prose(2_000).min(1, 'Say why it is withdrawn.') }),
  writes: [incidentCircular, circularReceipt],
  allows: [
    {
      entity: incidentCircular,
      patch: ['withdrawnAt', 'withdrawnById', 'withdrawnByName', 'withdrawnBecause'],
    },
    { entity: circularReceipt, patch: ['withdrawnAt'] },
  ],
  label: ({ reason }) => ({
    key: 'incidents.withdrawCircular.label',
    params: { reason: reason.slice(0, 200) },
  }),
  target: ({ tx }, { circularId }) => targetOf(incidentCircular, tx.mustGet(incidentCircular, circularId)),
  run({ tx, now, actor, site }, { circularId, reason }) {
    assertOffice(site);
    const before = tx.mustGet(incidentCircular, circularId);
    if (before.withdrawnAt !== null) throw circularError('withdrawn');
    tx.patch(incidentCircular, circularId, {
      withdrawnAt: now,
      withdrawnById: actor.id,
      withdrawnByName: nameOf(actor),
      withdrawnBecause: reason,
    });
    for (const receipt of tx.find(circularReceipt, { circularId })) {
      if (!isReceiptOver(receipt)) tx.patch(circularReceipt, receipt.id, { withdrawnAt: now });
    }
    return { circularId };
  },
  check: ({ site }) => assertOffice(site),
});

/** INC-67: "read and done", said at the site that it came to. */
export const acknowledgeCircular = defineCommand({
  name: 'incidents.acknowledgeCircular',
  feature: 'incidents.handle',
  lane: 2,
  input: z.object({ receiptId: RecordId, note: prose(2_000).default('') }),
  writes: [circularReceipt],
  allows: [
    {
      entity: circularReceipt,
      patch: ['acknowledgedAt', 'acknowledgedById', 'acknowledgedByName', 'note'],
    },
  ],
  label: () => ({ key: 'incidents.acknowledgeCircular.label' }),
  target: ({ tx }, { receiptId }) => targetOf(circularReceipt, tx.mustGet(circularReceipt, receiptId)),
  run({ tx, now, actor, site }, { receiptId, note }) {
    const before = tx.mustGet(circularReceipt, receiptId);
    assertAtSite(before.siteId, site);
    if (before.withdrawnAt !== null) throw circularError('withdrawn');
    if (before.acknowledgedAt !== null) {
      throw circularError('answered', { by: before.acknowledgedByName ?? '' });
    }
    tx.patch(circularReceipt, receiptId, {
      acknowledgedAt: now,
      acknowledgedById: actor.id,
      acknowledgedByName: nameOf(actor),
      note,
    });
    return { circularId: before.circularId };
  },
  check({ site, writes }: Claim) {
    for (const { before } of writes) assertAtSite(before?.siteId, site);
  },
});

const NOT_WITHDRAWN = {
  withdrawnAt: null,
  withdrawnById: null,
  withdrawnByName: null,
  withdrawnBecause: '',
};
const UNANSWERED = {
  arrivedAt: null,
  acknowledgedAt: null,
  acknowledgedById: null,
  acknowledgedByName: null,
  note: '',
  remindedAt: null,
  withdrawnAt: null,
};

/** The sites chosen, or every active ship; only those at which the sender may act. */
function addressed({ tx, actor }: CommandContext, chosen: readonly RecordId[] | null): string[] {
  const sites =
    chosen === null
      ? tx.find(siteEntity, { siteKind: 'vessel', active: true })
      : [...new Set(chosen)].map((siteId) => tx.mustGet(siteEntity, siteId));
  if (sites.length === 0) throw circularError('to-nobody');
  return sites.map(({ id: siteId, name, active }) => {
    if (!active) throw circularError('site-not-active', { site: name });
    if (can(actor, 'incidents.investigate', { siteId }).allowed) return siteId;
    throw refusal(actor, 'incidents.investigate', { siteId });
  });
}

function assertOffice({ kind }: Claim['site']): void {
  if (kind !== 'office') throw circularError('from-office');
}

function assertAtSite(siteId: string | undefined, site: Claim['site']): void {
  if (siteId !== site.id) throw circularError('of-another-site');
}
