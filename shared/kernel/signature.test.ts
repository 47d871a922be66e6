import { z } from 'zod';
import { describe, expect, test } from 'vitest';
import { defineEntity } from './define-entity.ts';
import { assertSigned, type Signed } from './signature.ts';

const note = defineEntity({
  kind: 'note',
  collection: 'work',
  version: 1,
  fields: {
    text: z.string(),
    byId: z.string().nullable(),
    byName: z.string().nullable(),
    seenBy: z.string(),
  },
  signatures: [{ id: 'byId', name: 'byName' }, { name: 'seenBy' }],
});

const ADA = { type: 'person', id: 'a', name: 'Ada' } as const;
const CONSOLE = { type: 'system', id: 'c', name: '' } as const;
const OF_ADA = { byId: 'a', byName: 'Ada', seenBy: '' };
const OF_BO = { byId: 'b', byName: 'Bo', seenBy: '' };

type Change = Omit<Signed['change'], 'kind'>;

function isTaken(change: Change, { standing = OF_ADA, signer = ADA as Signed['signer'] } = {}): boolean {
  const signed: Signed = { change: { ...change, kind: note.kind }, standing: () => standing, signer };
  try {
    assertSigned({ name: 'work.note', namesOthers: [] }, note, signed);
    return true;
  } catch {
    return false;
  }
}

describe('a new record', () => {
  test.each([
    ['its maker', OF_ADA, true],
    ['nobody', { byId: null, byName: null, seenBy: '' }, true],
    ['its maker twice', { ...OF_ADA, seenBy: 'Ada' }, true],
    ['somebody else', OF_BO, false],
    ['somebody else beside its maker', { ...OF_ADA, seenBy: 'Bo' }, false],
    ['its maker under another name', { ...OF_ADA, byName: 'Bo' }, false],
    ['another under its maker’s name', { ...OF_ADA, byId: 'b' }, false],
    ['a name without its id', { byId: null, byName: 'Bo', seenBy: '' }, false],
  ])('names %s', (_whom, fields, taken) => {
    expect(isTaken({ op: 'insert', fields: { text: 'Hi', ...fields } })).toBe(taken);
  });

  test('of a console by itself has no name, whatever the entry calls it', () => {
    const fields = { byId: 'c', byName: '', seenBy: '' };
    const signer = { ...CONSOLE, name: 'Ada' };
    expect(isTaken({ op: 'insert', fields }, { signer: CONSOLE })).toBe(true);
    expect(isTaken({ op: 'insert', fields: { ...fields, byName: 'Ada' } }, { signer })).toBe(false);
  });
});

describe('a change', () => {
  test.each([
    ['of something else leaves the signature as it is', { text: 'Hi' }, OF_BO, true],
    ['signs anew', { byId: 'a', byName: 'Ada' }, OF_BO, true],
    ['takes a signature away', { byId: null, byName: null }, OF_BO, true],
    ['puts half of it under another’s', { byId: 'a' }, OF_BO, false],
    ['puts its name under another’s', { byName: 'Ada' }, OF_BO, false],
    ['mends the name of its maker', { byName: 'Ada' }, { ...OF_ADA, byName: 'Ada L.' }, true],
    ['names somebody else', OF_BO, OF_ADA, false],
  ])('that %s', (_what, fields, standing, taken) => {
    expect(isTaken({ op: 'patch', fields }, { standing })).toBe(taken);
  });

  test('of a command that names others is asked about by its own check', () => {
    const signed: Signed = {
      change: { kind: note.kind, op: 'patch', fields: OF_BO },
      standing: () => OF_ADA,
      signer: ADA,
    };
    expect(() => assertSigned({ name: 'work.pass', namesOthers: [note] }, note, signed)).not.toThrow();
    expect(() => assertSigned({ name: 'work.note', namesOthers: [] }, note, signed)).toThrow(
      'work.note names somebody else in byId of a note record than who did it.',
    );
  });

  test('that removes it signs nothing', () => {
    expect(isTaken({ op: 'delete', fields: {} }, { standing: OF_BO })).toBe(true);
  });
});
