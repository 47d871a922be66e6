import { afterEach, beforeEach, expect, it } from 'vitest';
import { must } from '#shared/kernel/assert.ts';
import type { RecordId } from '#shared/kernel/ids.ts';
import { MASTER, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { fileKindOf } from '../../files/schema.ts';
import { incidentCommands } from '../commands.ts';
import { detail } from '../queries/detail.ts';
import { sayEvent } from '../say-event.ts';
import { incidentWords } from '../words.ts';

const { attachFile, report, setFileKind } = incidentCommands;

let board: TestConsole;
beforeEach(() => {
  board = testConsole({ runTimers: false });
});
afterEach(() => board.close());

const reported = () => board.run<{ id: RecordId }>(report, { title: 'Leak', severity: 'low' }).id;
const seen = (id: RecordId) => board.queries.run<ReturnType<typeof detail.run>>(detail, { id }, MASTER);
const attached = (id: RecordId) => {
  const file = { sha256: 'ab'.repeat(32), sizeBytes: 9, mediaType: 'application/pdf', fileName: 'log.pdf' };
  board.run(attachFile, { id, file });
  return must(seen(id).attachments[0], 'the file').id;
};

it('a file is what its bytes are until somebody says otherwise, which stands on the timeline', () => {
  const id = reported();
  const attachmentId = attached(id);
  expect(seen(id).attachments.map(fileKindOf)).toEqual(['document']);
  board.run(setFileKind, { id, attachmentId, fileKind: 'log' });
  const { attachments, timeline } = seen(id);
  expect(attachments.map(fileKindOf)).toEqual(['log']);
  expect(sayEvent(incidentWords, must(timeline.at(-1), 'a line'))).toBe('log.pdf is of kind: log');
});

it('saying what it is already writes nothing, and a file of another incident is none of this', () => {
  const id = reported();
  const attachmentId = attached(id);
  const lines = seen(id).timeline.length;
  board.run(setFileKind, { id, attachmentId, fileKind: 'document' });
  expect(seen(id).timeline).toHaveLength(lines);
  expect(() => board.run(setFileKind, { id: reported(), attachmentId, fileKind: 'log' })).toThrow(
    /no such incident/,
  );
});
