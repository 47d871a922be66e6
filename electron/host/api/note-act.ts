import type { Actor } from '#shared/access/can.ts';
import type { AuditNote } from '../audit/audit-notes.ts';
import type { ApiContext } from './trpc.ts';

export type Asking = Pick<ApiContext, 'services'> & { readonly actor: Actor };
type Steered = 'store-steered' | 'exchange-steered';

/** Tells the journal what a person did with the console itself, once it is done. */
export function noteAct(
  { services, actor }: Asking,
  event: Steered,
  act: string,
  more: AuditNote['params'] = {},
): void {
  services.audit.note(actor, { event, params: { act, ...more } });
}
