import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mentionBegun, mentionedIn, offered, splitMentions, withMention } from './mention-text.ts';

const PEOPLE = [
  { id: '1', name: 'Ann' },
  { id: '2', name: 'Ann Lee' },
  { id: '3', name: 'Søren Ørsted' },
  { id: '4', name: 'Ann' },
];

describe('mentions', () => {
  it('begin with an @ at the start of a word', () => {
    expect(
      ['@', 'see @an', 'see @ann le', 'mail a@b', '(@s', 'done @ann\nand'].map((text) =>
        mentionBegun(text, text.length),
      ),
    ).toEqual(['', 'an', 'ann le', undefined, 's', undefined]);
  });

  it('offer people by any part of their name', () => {
    expect(offered(PEOPLE, 'ør').map(({ id }) => id)).toEqual(['3']);
    expect(offered(PEOPLE, 'ann').map(({ id }) => id)).toEqual(['1', '2', '4']);
  });

  it('put the name in place of what was typed, wherever the caret is', () => {
    expect(withMention('ask @so about it', 7, 'Søren Ørsted')).toEqual({
      text: 'ask @Søren Ørsted about it',
      caret: 18,
    });
  });

  it('are the longest name that fits, each person once, the chosen one of two with one name', () => {
    const text = '@Ann Lee and @Ann, @Ann. Not @Anna, not x@Ann.';
    expect(mentionedIn(text, PEOPLE, new Set(['4']))).toEqual(['2', '4']);
    expect(mentionedIn(text, PEOPLE, new Set())).toEqual(['2', '1']);
  });

  it('lose nothing of a text that is cut at them', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('@', 'Ann', ' Lee', ' ', 'x', 'Søren Ørsted', '\n')), (parts) => {
        const text = parts.join('');
        expect(
          splitMentions(
            text,
            PEOPLE.map(({ name }) => name),
          )
            .map((part) => part.text)
            .join(''),
        ).toBe(text);
      }),
      { seed: 11 },
    );
  });
});
