import { z } from 'zod';
import { reachOf } from '#shared/access/reach.ts';
import { actorOfPerson } from '#shared/domains/people/actor.ts';
import { type Credential, credential, person, type Person } from '#shared/domains/people/schema.ts';
import { recordInText } from '../store/record-writer.ts';
import type { Store } from '../store/store.ts';

const Data = z.object({ data: z.string() });

/**
 * People of this site; at an office also those who see every site. The server refuses anybody else's work from this
 * console, so that a stolen ship's machine can't act for the office.
 */
export function personNamed(store: Store, signInName: string): Person | undefined {
  const { site } = store.state;
  const sql = 'SELECT data FROM person WHERE signInName = :signInName AND active = 1';
  const people = store.records(person, sql, { signInName });
  const own = people.find((one) => one.siteId === site?.id);
  if (own !== undefined || site?.kind !== 'office') return own;
  return people.find((one) => reachOf(actorOfPerson(one)) === 'all');
}

export function personWithId(store: Store, id: string): Person | undefined {
  return store.records(person, 'SELECT data FROM person WHERE id = :id', { id })[0];
}

export function activePerson(store: Store, id: string): Person | undefined {
  return store.records(person, 'SELECT data FROM person WHERE id = :id AND active = 1', { id })[0];
}

export function credentialOf(store: Store, personId: string): Credential | undefined {
  const sql = 'SELECT data FROM credential WHERE personId = :personId ORDER BY setAt DESC LIMIT 1';
  const row = store.get(Data, sql, { personId });
  return row === undefined ? undefined : credential.schema.parse(recordInText(row.data));
}

export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  const ends = words.length > 1 ? [words.at(0), words.at(-1)] : words;
  return ends
    .map((word) => /^\p{L}/u.exec(word ?? '')?.[0] ?? '')
    .join('')
    .toUpperCase();
}
