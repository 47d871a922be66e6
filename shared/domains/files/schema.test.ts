import { expect, it } from 'vitest';
import { fileKindOf } from './schema.ts';

it.each([
  [{ mediaType: 'image/webp' }, 'photo'],
  [{ mediaType: 'application/pdf', fileKind: null }, 'document'],
  [{ mediaType: 'application/pdf', fileKind: 'log' }, 'log'],
  [{ mediaType: 'image/png', fileKind: 'report' }, 'report'],
  [{ mediaType: 'image/png', fileKind: 'hologram' }, 'other'],
] as const)('%o is a %s', (file, kind) => {
  expect(fileKindOf(file)).toBe(kind);
});
