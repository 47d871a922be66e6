import { DomainError, type ErrorDetails } from '#shared/kernel/errors.ts';

/** The device's journal and the server's copy of it don't fit; says up to where they can be taken to. */
export class ChainBroken extends DomainError {
  readonly lastSeq: number;

  constructor(lastSeq: number, details: ErrorDetails) {
    super(details);
    this.lastSeq = lastSeq;
  }
}

/** The server lacks entries that the device says it has sent: it was put back from a backup. */
export function broken(lastSeq: number, missing: number): ChainBroken {
  return new ChainBroken(lastSeq, {
    code: 'chain-broken',
    message: `The server has entries up to ${lastSeq} of this console, and not entry ${missing}.`,
    remedy: `Send the journal again from entry ${lastSeq + 1}.`,
  });
}

/** The device lacks entries that it has sent: its store was put back from a backup. */
export function behind(highestSeq: number): ChainBroken {
  return new ChainBroken(highestSeq, {
    code: 'chain-behind',
    message: `The server has entries up to ${highestSeq} that this console does not know of.`,
    remedy: 'The console was restored from a backup: it fetches its own entries from the server.',
  });
}

export function forked(seq: number): DomainError {
  return new DomainError({
    code: 'chain-forked',
    message: `The journal of this console differs from the server's copy at or before entry ${seq}.`,
    remedy:
      'The console was restored or copied. Enrol it again as a new console with a new code; its unsent work goes along.',
  });
}

/** Another store with the same key has spoken since this one was copied or restored from a backup. */
export function cloned(): DomainError {
  return new DomainError({
    code: 'cloned',
    message:
      'There are two consoles with the identity of this one: it was copied, or its backup was put to use elsewhere.',
    remedy: 'Enrol this one again as a new console with a new code; its unsent work goes along.',
  });
}

export function unordered(seq: number): DomainError {
  return new DomainError({
    code: 'invalid-input',
    message: `Entries come in ascending order and not beyond the end of the journal (entry ${seq}).`,
    field: 'entries',
  });
}
