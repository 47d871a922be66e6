import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { must } from '#shared/kernel/assert.ts';
import { formatHlc } from '#shared/kernel/clock.ts';
import type { FieldStamp } from '#shared/sync/merge.ts';
import { packStamps, unpackStamps } from './stamps.ts';

function stamp(version: number): FieldStamp {
  return { version, hlc: formatHlc(version, 0), deviceId: 'A', foreignVersion: 0, lane: 1 };
}

describe('the stored form of stamps', () => {
  it('names only fields whose stamp is not the commonest', () => {
    const made = stamp(1);
    const stamps = { title: made, place: stamp(2), stage: made };
    expect(packStamps(stamps, { title: 'Fire', place: 'Deck 2', stage: 'open' })).toBe(
      '[[[1,"0000000000010000","A",0,1],[2,"0000000000020000","A",0,1]],{"place":1},0]',
    );
  });

  it('gives the stamps back, of fields without a stamp and of stamps without a field too', () => {
    const names = ['title', 'place', 'stage', 'constructor', 'siteId', 'assignee'];
    const marks = fc.uniqueArray(fc.tuple(fc.constantFrom(...names), fc.nat({ max: 2 })), {
      selector: ([name]) => name,
    });
    fc.assert(
      fc.property(marks, fc.subarray(names), (marked, present) => {
        const shared = [stamp(1), stamp(2), stamp(3)];
        const stamps = Object.fromEntries(
          marked.map(([name, place]) => [name, must(shared[place], 'one of three')]),
        );
        const fields = Object.fromEntries(present.map((name) => [name, null]));
        expect(unpackStamps(packStamps(stamps, fields), fields)).toEqual(stamps);
      }),
      { seed: 4, numRuns: 500 },
    );
  });

  it('reads the form that names every field', () => {
    const text = '[[[1,"0000000000010000","A",0,1]],{"title":0,"place":0}]';
    const made = stamp(1);
    expect(unpackStamps(text, { title: 'Fire', place: '', added: null })).toEqual({
      title: made,
      place: made,
    });
  });
});
