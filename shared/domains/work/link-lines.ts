import { can } from '../../access/can.ts';
import { targetOf } from '../../access/target.ts';
import type { Claim, CommandContext } from '../../kernel/define-command.ts';
import { incident, incidentEvent } from '../incidents/schema.ts';
import { workError } from './errors.ts';
import { type RecordLink, recordLink } from './schema.ts';

const SAYS = { made: 'incidents.event.linked', removed: 'incidents.event.unlinked' } as const;

/**
 * WRK-7: each end of a link that is an incident says on its timeline that the link was made or removed. The incident
 * of another site says so only where this console may write there: the link itself is seen there all the same.
 */
export function tellEnds(context: CommandContext, link: RecordLink, what: keyof typeof SAYS): void {
  tellEnd(context, { ofId: link.fromId, otherLabel: link.toLabel, note: link.note, what });
  tellEnd(context, { ofId: link.toId, otherLabel: link.fromLabel, note: link.note, what });
}

type End = {
  readonly ofId: string;
  readonly otherLabel: string;
  readonly note: string;
  readonly what: keyof typeof SAYS;
};

function tellEnd(context: CommandContext, { ofId, otherLabel, note, what }: End): void {
  const { tx, now, newId, actor, site } = context;
  const about = tx.get(incident, ofId);
  if (about === undefined) return;
  const isOurs = site.kind === 'office' || about.siteId === site.id;
  if (!isOurs || !can(actor, 'comments.write', targetOf(incident, about)).allowed) return;
  tx.insert(incidentEvent, {
    id: newId(),
    siteId: about.siteId,
    incidentId: about.id,
    type: 'linked',
    at: now,
    byId: actor.id,
    byName: actor.type === 'person' ? actor.name : '',
    consoleSiteId: site.id,
    consoleSiteName: site.name,
    labelKey: SAYS[what],
    labelParams: { label: otherLabel },
    text: what === 'made' && note !== '' ? note : null,
  });
}

/** Asked by the server: the lines tell of the link of the same entry, and of nothing else. */
export function checkLines({ writes, actor }: Pick<Claim, 'writes' | 'actor'>): void {
  const links = writes.filter(({ kind }) => kind === recordLink.kind);
  const lines = writes.filter(({ kind }) => kind === incidentEvent.kind);
  const isTold = lines.every(({ after }) =>
    links.some(({ op, before, after: made }) => {
      const link = op === 'delete' ? before : made;
      return (
        link !== undefined &&
        after?.['type'] === 'linked' &&
        after['labelKey'] === SAYS[op === 'delete' ? 'removed' : 'made'] &&
        after['byId'] === actor.id &&
        [link['fromId'], link['toId']].includes(after['incidentId'])
      );
    }),
  );
  if (isTold && lines.length <= 2 * links.length) return;
  throw workError('lines-of-another');
}
