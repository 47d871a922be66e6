import { describe, expect, it } from 'vitest';
import { crash } from './crash.ts';

const KILLS = 15;
const TIMEOUT_MS = 120_000;

describe('a store whose process is killed', () => {
  it('has every acknowledged transaction whole and no other half', { timeout: TIMEOUT_MS }, async () => {
    const { kills, findings, acknowledged } = await crash({ kills: KILLS, seed: 7 });
    expect({ kills, findings, someWorkWasDone: acknowledged > KILLS }).toEqual({
      kills: KILLS,
      findings: [],
      someWorkWasDone: true,
    });
  });
});
