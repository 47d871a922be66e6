import { expect, test } from 'vitest';
import { cardsFound } from './cards.ts';

const CARDS = [{ words: 'Store and backup restore key' }, { words: 'Updates version' }];

test.each([
  ['', [0, 1]],
  ['BACK', [0]],
  ['restore key', [0]],
  ['restore version', []],
])('"%s" finds %j', (typed, expected) => {
  expect(cardsFound(CARDS, typed)).toEqual(expected.map((index) => CARDS[index]));
});
