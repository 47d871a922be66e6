import type { Claim } from '../kernel/define-command.ts';
import { DomainError } from '../kernel/errors.ts';
import type { Actor } from './can.ts';

/** Throws where something is somebody else's. `remedy`: what to do with one's own instead. */
export function assertOwn(ownerId: unknown, actor: Pick<Actor, 'id'>, remedy: string): void {
  if (ownerId === actor.id) return;
  throw new DomainError({ code: 'forbidden', message: 'This belongs to somebody else.', remedy });
}

/**
 * The same for a command's `check`, since a device that was tampered with need not have asked whose a record was:
 * `ownerField` says so, before the change and after it.
 */
export function onlyOwn(ownerField: string, remedy: string): (claim: Claim) => void {
  return ({ actor, writes }) => {
    for (const { id, before, after } of writes) {
      if (ownerField === 'id') assertOwn(id, actor, remedy);
      for (const record of [before, after]) {
        if (record !== undefined) assertOwn(record[ownerField], actor, remedy);
      }
    }
  };
}
