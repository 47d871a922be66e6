import { must } from '#shared/kernel/assert.ts';
import { DICTIONARY_1 } from './dictionary-1.ts';
import { DICTIONARY_2 } from './dictionary-2.ts';

/**
 * What both sides hold before the first byte travels: names of fields, commands and kinds, and texts of invented
 * incidents. A short message is mostly made of these. A dictionary is never changed once a release has carried
 * it: a new one gets the next number, and older ones stay as long as programs that know no newer are served.
 */
const DICTIONARIES: readonly Uint8Array[] = [bytesOf(DICTIONARY_1), bytesOf(DICTIONARY_2)];

export const FIRST_DICTIONARY = 1;
export const NEWEST_DICTIONARY = DICTIONARIES.length;

export function dictionaryBytes(number: number): Uint8Array {
  return must(DICTIONARIES[number - 1], `dictionary ${number} is one of this program's`);
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
