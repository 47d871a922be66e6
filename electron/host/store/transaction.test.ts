import { afterEach, beforeEach, expect, it } from 'vitest';
import { attachment } from '#shared/domains/files/schema.ts';
import { DomainError } from '#shared/kernel/errors.ts';
import { RecordId } from '#shared/kernel/ids.ts';
import type { Tx } from '#shared/kernel/transaction.ts';
import { attachmentRecord } from '#tests/support/attachment-record.ts';
import { openStore, type Store } from './store.ts';

const NOW = '2026-03-01T08:00:00.000Z';
const ID = RecordId.parse('0192f0c1-7e2a-7c3d-9a4b-000000000001');

let store: Store;

beforeEach(() => {
  store = openStore({ file: ':memory:' }, { now: () => Date.parse(NOW), monotonicMs: () => 0 });
});
afterEach(() => store.close());

function change(work: (tx: Tx) => void, assertChange?: () => void) {
  return store.transact(
    {
      actor: { type: 'system', id: 'test', name: 'Half a flag \ud83c' },
      command: 'test',
      label: { key: 'test', params: { title: 'cut \ud83d' } },
      lane: () => 1,
      input: null,
      ...(assertChange === undefined ? {} : { assertChange }),
    },
    work,
  );
}

function insert(fileName: string): void {
  change((tx) => tx.insert(attachment, attachmentRecord({ id: ID, fileName })));
}

it('keeps fields of a newer program when it changes a record, and sends only what it set', () => {
  insert('a');
  store.receive((writer, changed) => {
    const record = writer.read('files', ID);
    if (record !== undefined) changed(writer.write('files', { ...record, fromNewerServer: [1] }, false));
  });
  const { entry } = change((tx) => tx.patch(attachment, ID, { fileName: 'b' }));

  expect(store.record(attachment, ID)).toMatchObject({ fileName: 'b', fromNewerServer: [1] });
  expect(entry?.changes).toMatchObject([{ op: 'patch', fields: { fileName: 'b' } }]);
});

it('mends texts that end in half a character before they are hashed', () => {
  change((tx) => tx.insert(attachment, attachmentRecord({ id: ID, addedByName: 'Half \ud83d' })));
  const row = store.journal.row(1);

  expect(store.record(attachment, ID)?.addedByName).toBe('Half \ufffd');
  expect(JSON.parse(row?.entry ?? '')).toMatchObject({
    actor: { name: 'Half a flag \ufffd' },
    label: { params: { title: 'cut \ufffd' } },
  });
});

it('takes nothing of a command that does what it does not declare', () => {
  insert('a');
  const refuse = () => {
    throw new DomainError({ code: 'write-not-declared', message: 'No.' });
  };

  expect(() => change((tx) => tx.patch(attachment, ID, { fileName: 'b' }), refuse)).toThrow('No.');
  expect([store.record(attachment, ID)?.fileName, store.journal.head().seq]).toEqual(['a', 1]);
});
