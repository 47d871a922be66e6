import { randomBytes } from 'node:crypto';
import { sha256 } from '../crypto.ts';

/** Crockford's digits: no I, L, O or U to misread or to spell something with. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 60 bits: with attempts limited per address, guessing one within its week is out of reach. */
const CODE_LENGTH = 12;
const GROUP_LENGTH = 4;

/** A one-time code as it is read over a radio: `K7QM-2XPD-9FHT`. */
export function newCode(): string {
  const digits = [...randomBytes(CODE_LENGTH)].map((byte) => DIGITS[byte % DIGITS.length]).join('');
  return [0, 1, 2].map((group) => digits.slice(group * GROUP_LENGTH, (group + 1) * GROUP_LENGTH)).join('-');
}

/** All that the server keeps of a code. Case, spaces and dashes don't matter, nor do O for 0 and I or L for 1. */
export function hashOfCode(typed: string): Uint8Array {
  const digits = typed
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  return sha256(Buffer.from(`fairlead/code/1/${digits}`, 'utf8'));
}
