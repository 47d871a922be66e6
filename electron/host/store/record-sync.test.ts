import { describe, expect, it } from 'vitest';
import { attachment } from '#shared/domains/files/schema.ts';
import { RecordId } from '#shared/kernel/ids.ts';
import { attachmentRecord } from '#tests/support/attachment-record.ts';
import { AURORA, testConsole } from '#tests/support/test-console.ts';
import { isUnderWay, readRecordSync } from './record-sync.ts';
import type { TransactOptions } from './store.ts';

const ID = RecordId.parse('01950000-0000-7000-9000-000000000001');
const OPTIONS: TransactOptions = {
  actor: { type: 'system', id: 'test', name: '' },
  command: 'test.change',
  label: { key: 'test.change' },
  lane: () => 2,
  input: {},
};

function board() {
  const { store } = testConsole();
  return {
    store,
    insert: () =>
      store.transact(OPTIONS, (tx) =>
        tx.insert(attachment, attachmentRecord({ id: ID, siteId: AURORA.id, fileName: 'one.png' })),
      ),
    rename: (fileName: string) => store.transact(OPTIONS, (tx) => tx.patch(attachment, ID, { fileName })),
    answer: () => store.db.exec(`UPDATE journal SET state = 'applied'`),
    shadow: () => readRecordSync(store.db, 'files', ID)?.shadow,
  };
}

describe('the server state of a record that changes here', () => {
  it('is not kept for a record made here, however often it changes before the server answers', () => {
    const { store, insert, rename, shadow } = board();
    insert();
    rename('two.png');
    rename('three.png');
    expect([shadow(), isUnderWay(store.db, 'files', ID)]).toEqual([undefined, true]);
  });

  it('is what stood here before the first change, once nothing waited any more', () => {
    const { insert, rename, answer, shadow } = board();
    insert();
    answer();
    rename('two.png');
    rename('three.png');
    expect(shadow()).toMatchObject({ id: ID, fileName: 'one.png' });
  });
});
