import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layoutOf, moved, resized, shownColumns, tracksOf, USUAL_LAYOUT } from './columns.ts';

const COLUMNS = [
  { id: 'severity', track: '100px' },
  { id: 'number', track: '154px' },
  { id: 'title', track: 'minmax(180px, 2fr)' },
  { id: 'place', track: '1fr', startsHidden: true },
];
const ids = (layout: Parameters<typeof shownColumns>[1], columns = COLUMNS) =>
  shownColumns(columns, layout).map(({ column }) => column.id);

describe('the columns of a table', () => {
  it('are those of the table until a person chooses, without those that start hidden', () => {
    expect(ids(USUAL_LAYOUT)).toEqual(['severity', 'number', 'title']);
  });

  it('come back in the order, with the widths and without the columns a person chose', () => {
    const placed = resized(moved(shownColumns(COLUMNS, USUAL_LAYOUT), 'title', 0), 'number', 200).slice(0, 2);
    const layout = layoutOf(COLUMNS, placed);
    expect(layout).toEqual({
      shown: [
        { id: 'title', widthPixels: null },
        { id: 'severity', widthPixels: null },
      ],
      hidden: ['number', 'place'],
    });
    expect(ids(layout)).toEqual(['title', 'severity']);
  });

  it('that a newer version brings stand behind their neighbour, and those it dropped are gone', () => {
    const layout = {
      shown: [
        { id: 'title', widthPixels: 300 },
        { id: 'dropped', widthPixels: null },
      ],
      hidden: ['severity'],
    };
    expect(ids(layout)).toEqual(['number', 'title']);
    expect(
      ids({
        shown: [
          { id: 'severity', widthPixels: null },
          { id: 'title', widthPixels: null },
        ],
        hidden: [],
      }),
    ).toEqual(['severity', 'number', 'title']);
  });

  it('are never none', () => {
    expect(ids({ shown: [], hidden: COLUMNS.map(({ id }) => id) })).toEqual(['severity']);
  });

  it('keep a width between the least and the most, and scroll sideways when they need more than there is', () => {
    const placed = resized(resized(shownColumns(COLUMNS, USUAL_LAYOUT), 'severity', 3), 'number', 9_999);
    expect(tracksOf(placed)).toEqual({
      tracks: '48px 900px minmax(180px, 2fr)',
      leastPixels: 48 + 900 + 180,
    });
  });

  it('are all still there after any move', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.constantFrom('severity', 'number', 'title', 'gone'), fc.integer({ min: -2, max: 5 })),
        ),
        (moves) => {
          const after = moves.reduce(
            (placed, [id, to]) => moved(placed, id, to),
            shownColumns(COLUMNS, USUAL_LAYOUT),
          );
          expect(after.map(({ column }) => column.id).toSorted()).toEqual(['number', 'severity', 'title']);
        },
      ),
      { seed: 7 },
    );
  });
});
