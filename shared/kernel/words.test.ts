import { describe, expect, it } from 'vitest';
import { domains, domainWords } from '#shared/domains/registry.ts';
import { wordsOf } from './words.ts';

describe('words', () => {
  it('puts in parameters and chooses by number', () => {
    const catalogue = { waiting: '{n|one change waits|{n} changes wait} at {place}' };
    expect(wordsOf(catalogue, { key: 'waiting', params: { n: 1, place: 'Aurora' } })).toBe(
      'one change waits at Aurora',
    );
    expect(wordsOf(catalogue, { key: 'waiting', params: { n: 3, place: 'Aurora' } })).toBe(
      '3 changes wait at Aurora',
    );
  });

  it('shows an unknown key and an unknown parameter as they are', () => {
    expect(wordsOf({}, { key: 'no.such.key' })).toBe('no.such.key');
    expect(wordsOf({ a: 'by {name}' }, { key: 'a' })).toBe('by {name}');
  });

  it('has a label text for every command of every domain', () => {
    const commands = domains.flatMap((domain) => Object.values(domain.commands));
    const missing = commands
      .filter((command) => !(`${command.name}.label` in domainWords))
      .map((command) => command.name);
    expect(missing).toEqual([]);
  });
});
