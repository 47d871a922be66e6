import { DomainError, type ErrorDetails } from '#shared/kernel/errors.ts';
import { exchangeError } from './errors.ts';

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
  const error = exchangeError('server-lacks-entries', { lastSeq, missing, next: lastSeq + 1 });
  return new ChainBroken(lastSeq, error.details);
}

/** The device lacks entries that it has sent: its store was put back from a backup. */
export function behind(highestSeq: number): ChainBroken {
  return new ChainBroken(highestSeq, exchangeError('console-lacks-entries', { highestSeq }).details);
}
