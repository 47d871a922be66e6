import fs from 'node:fs';
import { expect, test } from 'vitest';
import { postgresMigrations } from './list.ts';

test('migrations are called as their files, numbered without gaps, and each one is in the list', () => {
  const files = fs
    .readdirSync(new URL('.', import.meta.url))
    .flatMap((name) => /^(\d{4}-[a-z0-9-]+)\.ts$/.exec(name)?.[1] ?? [])
    .sort();
  expect(files).toEqual(postgresMigrations.map(({ name }) => name));
  expect(files.map((name) => Number(name.slice(0, 4)))).toEqual(files.map((_, index) => index + 1));
});
