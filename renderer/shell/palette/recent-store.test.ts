import { describe, expect, it } from 'vitest';
import { type RecentItem, withNewest } from './recent-store.ts';

const item = (number: number): RecentItem => ({
  path: `/incidents/${number}`,
  kind: 'incident',
  label: `${number}`,
});

describe('what was opened last', () => {
  it('stands first, each place once, and there is an end to it', () => {
    const opened = [1, 2, 3, 1, ...Array.from({ length: 12 }, (_one, index) => index + 10)];
    const items = opened.reduce<RecentItem[]>((before, number) => withNewest(before, item(number)), []);
    expect(items.map(({ label }) => Number(label))).toEqual([21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10]);
    expect(withNewest([item(1), item(2)], item(2)).map(({ label }) => label)).toEqual(['2', '1']);
  });
});
