import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { incident } from '#shared/domains/incidents/schema.ts';
import { must } from '#shared/kernel/assert.ts';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import type { Actor } from '#shared/access/can.ts';
import { domains } from '#shared/domains/registry.ts';
import type { StoredRecord } from '#shared/kernel/define-entity.ts';
import { SEARCH_CHARACTERS_MAX } from '#shared/search/found.ts';
import {
  AURORA,
  MASTER,
  OFFICE,
  personActor,
  type TestConsole,
  testConsole,
} from '#tests/support/test-console.ts';
import { Search } from './search.ts';
import { SearchIndex } from './search-index.ts';

const { report, comment, amend, acknowledge } = incidentCommands;

let board: TestConsole;
let index: SearchIndex;
let search: Search;
beforeEach(() => {
  board = testConsole();
  index = new SearchIndex(board.store);
  index.rebuildIfNeeded();
  board.store.follow((records) => index.follow(records));
  search = new Search(board.store, board.clock);
});
afterEach(() => board.close());

const reported = (title: string, more: object = {}) =>
  board.run<{ id: string; number: string }>(report, { title, severity: 'medium', ...more });
/** First texts of what is found: numbers of incidents, names of people and sites. */
const found = (text: string, actor: Actor = MASTER) =>
  search.find(actor, { text }).found.map((one) => one.texts[0]?.text ?? '');
const seven = () => {
  for (let n = 1; n <= 7; n += 1) reported(`Pump ${['a', 'b', 'c', 'd', 'e', 'f', 'g'][n - 1]}`);
};

describe('search', () => {
  it('finds the beginnings of words, in any order, whatever their accents and case', () => {
    reported('Überdruck im Kühlwasser', { place: 'Maschinenraum' });
    reported('Fire in the galley');
    for (const text of ['uber', 'KÜHL über', 'masch kuhlw', 'überdrück']) {
      expect(found(text)).toEqual(['AUR-INC-2026-0001']);
    }
    expect(found('galley kuhl')).toEqual([]);
  });

  it.each(['AUR-INC-2026-0007', '0007', 'aur inc 7', 'inc-2026-7', '“AUR INC 2026 0007”', '2026 0007'])(
    'finds a number by %s',
    (text) => {
      seven();
      expect(found(text)).toEqual(['AUR-INC-2026-0007']);
    },
  );

  it('puts a whole number before those that begin with it', () => {
    seven();
    for (let n = 8; n <= 12; n += 1) reported('Pump');
    write('incidents', {
      ...must(board.store.record(incident, reported('Pump').id), 'just made'),
      number: 'AUR-INC-2026-00070',
    });
    expect(found('AUR-INC-2026-0007')).toEqual(['AUR-INC-2026-0007', 'AUR-INC-2026-00070']);
    expect(found('aur inc 1').slice(0, 4)).toEqual([
      'AUR-INC-2026-0001',
      'AUR-INC-2026-0012',
      'AUR-INC-2026-0011',
      'AUR-INC-2026-0010',
    ]);
    expect(found('BOR-INC-2026-0007')).toEqual([]);
  });

  it('puts a title before a mention, a whole word before its beginning, and the newer before the older', () => {
    reported('Boiler', {
      description: 'It stands beside the crane. The rest of this text says nothing of it at all.',
    });
    reported('Cranes inspected');
    reported('Crane stuck');
    board.clock.advanceMinutes(60 * 24 * 90);
    reported('Crane stuck');
    expect(found('crane')).toEqual([
      'AUR-INC-2026-0004',
      'AUR-INC-2026-0003',
      'AUR-INC-2026-0002',
      'AUR-INC-2026-0001',
    ]);
  });

  it('leads from a comment to its incident', () => {
    const { id } = reported('Fire');
    board.run(comment, { id, text: 'Sprinkler valve was shut' });
    const [hit] = search.find(MASTER, { text: 'sprinkler' }).found;
    expect([hit?.kind, hit?.partOf?.kind, hit?.partOf?.id]).toEqual(['incident-event', 'incident', id]);
  });

  it('follows what changes and forgets what goes', () => {
    const { id } = reported('Fire in the galley');
    board.run(amend, { id, title: 'Smoke in the galley' });
    board.run(acknowledge, { id });
    expect([found('fire'), found('smoke')]).toEqual([[], ['AUR-INC-2026-0001']]);
    board.store.receive((writer, changed) => {
      const record = writer.read('incidents', id);
      if (record !== undefined) changed(writer.write('incidents', record, true));
    });
    expect(found('smoke')).toEqual([]);
  });

  it('keeps nothing of a command that fails', () => {
    expect(() =>
      board.store.receive((writer, changed) => {
        changed(writer.write('settings', siteRecord(OFFICE.id, 'Phantom'), false));
        board.store.follow(() => {
          throw new Error('power cut');
        });
      }),
    ).toThrow('power cut');
    expect(found('phantom', personActor('AD'))).toEqual([]);
  });

  it('never indexes a sensitive field, and nothing of a kind that has only those', () => {
    write('people', {
      id: '01950000-0000-7000-8000-000000000301',
      kind: 'credential',
      siteId: AURORA.id,
      personId: 'findable',
      saltHex: 'aabbccdd',
      hashHex: 'eeff0011',
    });
    for (const text of ['findable', 'aabbccdd', 'eeff0011']) expect(found(text)).toEqual([]);
    const words: unknown[] = board.store.db.prepare('SELECT term FROM search_term').pluck().all();
    expect(words).not.toContain('aabbccdd');
  });

  it('shows each person the sites they see and the kinds they may read', () => {
    reported('Fire on board');
    write('settings', siteRecord(OFFICE.id, 'Harbour office'));
    expect(found('harbour')).toEqual([]);
    expect(found('harbour', personActor('AD'))).toEqual(['CODE']);
    const stranger = personActor('IP', 'crew', OFFICE.id);
    expect([found('fire', stranger), found('harbour', stranger)]).toEqual([[], ['CODE']]);
    const denied: Actor = { ...personActor('IP'), denied: ['incidents.read'] } as Actor;
    expect([found('fire', denied), found('aurora', denied)]).toEqual([[], ['AUR']]);
  });

  it('does not lead to a comment on an incident that the person may not read', () => {
    const { id } = reported('Fire');
    write('files', {
      id: '01950000-0000-7000-8000-000000000302',
      kind: 'attachment',
      siteId: AURORA.id,
      ownerCollection: 'incidents',
      ownerId: id,
      fileName: 'flames.png',
    });
    expect(found('flames')).toEqual(['flames.png']);
    expect(found('flames', { ...MASTER, denied: ['incidents.read'] } as Actor)).toEqual([]);
  });

  it.each([
    ['machnery', 'a letter missing'],
    ['machiinery', 'a letter too many'],
    ['mashinery', 'another letter'],
    ['mcahinery', 'two letters exchanged'],
    ['amchinery', 'the first letters exchanged'],
    ['machnery fail', 'in one of two words'],
    ['mashin', 'before the word is finished'],
  ])('takes %s for the word it was meant to be (%s)', (text) => {
    reported('Machinery failure');
    reported('Something else');
    expect(found(text)).toEqual(['AUR-INC-2026-0001']);
    expect(search.find(MASTER, { text }).corrected[0]?.meant).toEqual(['machinery']);
  });

  it('guesses no numbers and no short words', () => {
    seven();
    expect([found('0009'), found('xyz')]).toEqual([[], []]);
  });

  it('finds the same after the index was built anew, and builds it when what is searchable changed', () => {
    seven();
    const before = found('pump');
    index.build.restart();
    expect(found('pump')).toEqual(before);
    board.store.db.exec(`UPDATE read_model SET builtFor = 'other fields'`);
    index.rebuildIfNeeded();
    expect(found('pump')).toEqual(before);
  });

  it('answers any text: quotes, operators, emoji, half characters, ten thousand signs', () => {
    seven();
    const words = [
      '"',
      "'",
      '*',
      '^',
      '-',
      '(',
      ')',
      'NEAR(',
      'AND',
      'OR',
      'NOT',
      'head:',
      '{head}',
      '\0',
      '\ud800',
    ];
    const piece = fc.oneof(
      fc.constantFrom(
        ...words,
        '🔥',
        '%',
        '_',
        ';--',
        'pump',
        '0007',
        'ﬀ',
        'हिन्दी',
        '火災',
        'e\u0301',
        '\u{10ffff}',
      ),
      fc.string({ unit: 'binary', maxLength: 12 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.constantFrom('', ' '), (pieces, between) => {
        const { found: hits } = search.find(MASTER, { text: pieces.join(between) });
        expect(hits.length).toBeLessThanOrEqual(20);
      }),
      { seed: 20260303, numRuns: 500 },
    );
    for (const text of [
      '',
      ' ',
      '🔥',
      'pump '.repeat(2_000),
      '"'.repeat(SEARCH_CHARACTERS_MAX),
      'x'.repeat(10_000),
    ]) {
      expect(() => search.find(MASTER, { text })).not.toThrow();
    }
    expect(found('pump '.repeat(2_000)).length).toBe(7);
  });

  it('finds any record by any word of its title', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zæøåäöüéñçčšž]{2,12}$/), (word) => {
        const { number } = reported(`Report of ${word} today`);
        expect(found(word)).toContain(number);
        expect(found(word.toUpperCase())).toContain(number);
      }),
      { seed: 20260304, numRuns: 60 },
    );
  });
});

it('knows where a part belongs for every kind that says so', () => {
  for (const entity of domains.flatMap((domain) => domain.entities)) {
    if (entity.partOf !== undefined) expect(Object.keys(entity.schema.shape)).toContain(entity.partOf);
  }
});

function write(collection: 'incidents' | 'people' | 'settings' | 'files', record: StoredRecord): void {
  board.store.receive((writer, changed) => changed(writer.write(collection, record, false)));
}

function siteRecord(id: string, name: string): StoredRecord {
  return {
    id,
    kind: 'site',
    siteId: id,
    code: 'CODE',
    name,
    siteKind: 'office',
    timeZone: 'UTC',
    imoNumber: null,
  };
}
