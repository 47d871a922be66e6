import { expect, it } from 'vitest';
import { t } from '#renderer/shell/words.ts';
import { warningsOf } from './warnings.ts';

const ANA = { id: 'a', name: 'Ana' };
const BO = { id: 'b', name: 'Bo' };
const level = { profiles: [], gone: [] };

it('warns of levels that call nobody, of people who have left, and of people on call who can’t be reached', () => {
  const warnings = warningsOf(
    {
      levels: [
        { ...level, level: 1, by: 'rota', people: [ANA], gone: ['Cy'] },
        { ...level, level: 2, by: 'jobs', people: [BO] },
        { ...level, level: 3, by: 'nobody', people: [] },
      ],
      rotas: [],
    },
    [
      { id: 'a', isReachable: true },
      { id: 'b', isReachable: false },
    ],
  );
  expect(warnings.map(({ key, params }) => t(key, { name: '', ...params }))).toEqual([
    'Cy is on the rota of level 1 and no longer active.',
    'Bo can’t be reached away from a console (level 2).',
    'Level 3 calls nobody now.',
  ]);
});
