import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { line, prose } from '#shared/kernel/fields.ts';
import { plainTypeOf } from './schema-fields.tsx';

describe('a field made from its schema', () => {
  it('is of the kind, the length and the bounds that the schema says, whatever is wrapped around it', () => {
    const types = [
      line(80),
      prose(500).nullable(),
      z.int().min(1).max(9),
      z.number().positive().optional(),
      z.enum(['a', 'b']).default('a'),
      z.boolean().catch(false),
      z
        .string()
        .max(5)
        .transform((text) => text.length),
    ].map((schema) => plainTypeOf(schema));
    expect(types).toEqual([
      { is: 'text', charactersMax: 80, isOptional: false },
      { is: 'text', charactersMax: 500, isOptional: true },
      { is: 'number', isWhole: true, bounds: { min: 1, max: 9 }, isOptional: false },
      { is: 'number', isWhole: false, bounds: { min: 0 }, isOptional: true },
      { is: 'choice', choices: ['a', 'b'], isOptional: false },
      { is: 'yes-no', isOptional: false },
      { is: 'text', charactersMax: 5, isOptional: false },
    ]);
  });
});
