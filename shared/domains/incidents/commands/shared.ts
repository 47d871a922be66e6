import { type Target, targetOf } from '../../../access/target.ts';
import type { CommandContext } from '../../../kernel/define-command.ts';
import { DomainError } from '../../../kernel/errors.ts';
import type { RecordId } from '../../../kernel/ids.ts';
import type { ReadTx } from '../../../kernel/transaction.ts';
import { site as siteEntity } from '../../settings/schema.ts';
import { type Incident, incident } from '../schema.ts';
import { isOpen } from '../states.ts';

/** Target of every command on an existing incident. */
export function onIncident({ tx }: { readonly tx: ReadTx }, input: { readonly id: RecordId }): Target {
  return targetOf(incident, tx.mustGet(incident, input.id));
}

/** The home site's time zone: working days are counted where the incident is, not where the reader sits. */
export function timeZoneOf(context: CommandContext, record: Pick<Incident, 'siteId'>): string {
  return context.tx.get(siteEntity, record.siteId)?.timeZone ?? context.site.timeZone;
}

export function mustBeOpen(record: Incident): void {
  if (isOpen(record.stage)) return;
  throw new DomainError({
    code: 'stage-not-allowed',
    message: `${record.number} is ${record.stage}.`,
    remedy: 'Reopen it first.',
    field: 'stage',
  });
}
