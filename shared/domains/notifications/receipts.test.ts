import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Receipt } from '../../delivery/receipt.ts';
import { isoOf, msOf } from '../../kernel/clock.ts';
import { idOf } from './ids.ts';
import { afterReceipt } from './receipts.ts';
import { stateOf } from './states.ts';

const SEED = 20_261_121;
const ID = idOf('delivery');
const QUEUED = { sentAt: null, deliveredAt: null, failedAt: null, suppressedAt: null };

describe('receipts (NTF-8)', () => {
  const at = (second: number) => isoOf(msOf('2026-06-01T12:00:00.000Z') + second * 1_000);
  const one = fc.constantFrom<Receipt>(
    { id: ID, state: 'delivered' },
    { id: ID, state: 'failed', reason: 'Switched off\n' },
  );
  const told = (receipts: readonly Receipt[]) =>
    receipts.reduce<Parameters<typeof afterReceipt>[0] & { problem?: string | null }>(
      (before, receipt, index) => ({ ...before, ...afterReceipt(before, receipt, at(index)) }),
      { ...QUEUED, sentAt: at(-1) },
    );

  it('in any order, and however often, say delivered if one of them does, else failed', () => {
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 6 }), (receipts) => {
        const expected = receipts.some(({ state }) => state === 'delivered') ? 'delivered' : 'failed';
        expect(stateOf({ ...QUEUED, ...told(receipts) })).toBe(expected);
      }),
      { seed: SEED },
    );
  });

  it('that come again change nothing', () => {
    fc.assert(
      fc.property(one, (receipt) => {
        expect(told([receipt, receipt])).toEqual(told([receipt]));
      }),
      { seed: SEED },
    );
  });

  it('say why, in one line', () => {
    expect(told([{ id: ID, state: 'failed', reason: 'Switched off\n' }]).problem).toBe('Switched off ');
  });
});
