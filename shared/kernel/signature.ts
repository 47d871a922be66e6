import type { Entity, Signature } from './define-entity.ts';
import { kernelError } from './kernel-errors.ts';

/** Who acts, as the entry names them. */
export type Signer = { readonly type: 'person' | 'system'; readonly id: string; readonly name: string };

type Fields = { readonly [field: string]: unknown };

export type Signed = {
  readonly change: {
    readonly kind: string;
    readonly op: 'insert' | 'patch' | 'delete';
    readonly fields: Fields;
  };
  /** The record as it stands where the change is judged; asked only for what the change leaves as it is. */
  standing(): Fields | undefined;
  readonly signer: Signer;
};

/**
 * Throws for a change that says of somebody else than the entry's actor that they did it: a console that was tampered
 * with can't put another's name under what it writes. Nobody's name may stand there. A command that has to name
 * somebody else says so, and asks itself whom (`namesOthers`).
 */
export function assertSigned(
  command: { readonly name: string; readonly namesOthers: readonly Pick<Entity, 'kind'>[] },
  { kind, signatures }: Pick<Entity, 'kind' | 'signatures'>,
  signed: Signed,
): void {
  if (signed.change.op === 'delete' || command.namesOthers.some((one) => one.kind === kind)) return;
  for (const signature of signatures) {
    if (!isTouched(signature, signed) || isNobodys(signature, signed) || isTheirs(signature, signed))
      continue;
    const field = signature.id ?? signature.name;
    throw kernelError('signed-by-another', { command: command.name, kind, field }, { field });
  }
}

function isTouched({ id, name }: Signature, { change: { op, fields } }: Signed): boolean {
  return op === 'insert' || Object.hasOwn(fields, name) || (id !== undefined && Object.hasOwn(fields, id));
}

function isNobodys({ id, name }: Signature, signed: Signed): boolean {
  return [id, name].every((field) => field === undefined || (valueOf(field, signed) ?? '') === '');
}

function isTheirs({ id, name }: Signature, signed: Signed): boolean {
  const { signer } = signed;
  // A console that acts by itself has no name of its own.
  const ownName = signer.type === 'person' ? signer.name : '';
  return (id === undefined || valueOf(id, signed) === signer.id) && valueOf(name, signed) === ownName;
}

/** What would stand there: half a signature beside the other half of another's is nobody's own. */
function valueOf(field: string, { change: { fields }, standing }: Signed): unknown {
  return Object.hasOwn(fields, field) ? fields[field] : standing()?.[field];
}
