import { describe, expect, it } from 'vitest';
import { noteFor } from './drafts.ts';

describe('a command that has no answer yet', () => {
  const input = { title: 'Fire', attachments: [{ sha256: 'ab' }] };
  const kept = noteFor(undefined, input);

  it('keeps its id when the same input is sent again, also after the note was stored as text', () => {
    const stored: unknown = JSON.parse(JSON.stringify(kept));
    expect(noteFor(stored, structuredClone(input))).toEqual(kept);
  });

  it('is another command once the input is another', () => {
    expect(noteFor(kept, { ...input, title: 'Fire in the galley' }).commandId).not.toBe(kept.commandId);
  });

  it('does not trip over something else kept in its place', () => {
    for (const strange of [null, 'text', 3, {}, { input }, { commandId: 7, input }]) {
      expect(noteFor(strange, input).input).toBe(input);
    }
  });
});
