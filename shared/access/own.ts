import type { Claim } from '../kernel/define-command.ts';
import type { DomainError } from '../kernel/errors.ts';
import type { Actor } from './can.ts';

/** Throws where something is somebody else's. `refused` says so, and what to do with one's own instead. */
export function assertOwn(ownerId: unknown, actor: Pick<Actor, 'id'>, refused: () => DomainError): void {
  if (ownerId !== actor.id) throw refused();
}

/**
 * The same for a command's `check`, since a device that was tampered with need not have asked whose a record was:
 * `ownerField` says so, before the change and after it.
 */
export function onlyOwn(ownerField: string, refused: () => DomainError): (claim: Claim) => void {
  return ({ actor, writes }) => {
    for (const { id, before, after } of writes) {
      if (ownerField === 'id') assertOwn(id, actor, refused);
      for (const record of [before, after]) {
        if (record !== undefined) assertOwn(record[ownerField], actor, refused);
      }
    }
  };
}
