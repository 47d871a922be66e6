import { expect, it } from 'vitest';
import { withoutFactor } from './without-factor.ts';

const PEOPLE = [
  { id: 'ines', role: 'AP' },
  { id: 'tor', role: 'IT' },
  { id: 'mia', role: 'IT' },
] as const;

it.each([
  [[], [], []],
  [['IT'], [], ['mia']],
  [['IT'], ['ines'], ['ines', 'mia']],
  [[], ['tor', 'gone'], []],
] as const)('roles %j and people %j ask of %j', (secondFactorRoles, secondFactorPeople, asked) => {
  const needs = { secondFactorRoles: [...secondFactorRoles], secondFactorPeople: [...secondFactorPeople] };
  expect(withoutFactor(PEOPLE, ['tor'], needs).map(({ id }) => id)).toEqual(asked);
});
