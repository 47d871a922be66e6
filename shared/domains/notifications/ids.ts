import { v5 } from 'uuid';
import { RecordId } from '../../kernel/ids.ts';

/** Drawn once, for ids of this domain (RFC 9562, version 5). */
const NAMESPACE = '5a4c1b1e-7a0e-4a51-9a3f-2f2c6d7c8e10';

/** The same id for the same things at every console, so that two of them never make one twice. */
export function idOf(...parts: readonly string[]): RecordId {
  return RecordId.parse(v5(parts.join('|'), NAMESPACE));
}
