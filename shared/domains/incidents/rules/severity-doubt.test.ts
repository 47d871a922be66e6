import { expect, test } from 'vitest';
import { SEVERITIES } from '../../../kernel/fields.ts';
import { severityDoubt } from './severity-doubt.ts';

const doubted = (said: Omit<Parameters<typeof severityDoubt>[0], 'severity'>) =>
  SEVERITIES.filter((severity) => severityDoubt({ severity, ...said }) !== undefined);

test('INC-60: what came of it puts a severity below it in doubt', () => {
  expect([
    doubted({ dead: 1 }),
    doubted({ impact: 'critical' }),
    doubted({ injured: 2 }),
    doubted({ impact: 'major' }),
    doubted({ impact: 'moderate', injured: 0, dead: 0 }),
    doubted({}),
  ]).toEqual([['low', 'medium'], ['low', 'medium'], ['low'], ['low'], [], []]);
});

test('INC-60: the worst of it is named, and nothing is while no severity is chosen', () => {
  const said = { injured: 3, dead: 1, impact: 'critical' } as const;
  expect(severityDoubt({ severity: 'low', ...said })).toEqual({ because: 'dead', atLeast: 'high' });
  expect(severityDoubt({ severity: null, ...said })).toBeUndefined();
});
