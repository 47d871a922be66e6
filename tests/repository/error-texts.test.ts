import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const ROOT = path.join(import.meta.dirname, '../..');

it('the errors of two areas never share a key: each area has a name of its own', () => {
  const areas = globSync('{shared,electron,sync-server,renderer}/**/*errors.ts', { cwd: ROOT }).flatMap(
    (file) =>
      [...readFileSync(path.join(ROOT, file), 'utf8').matchAll(/errorsOf\(\s*'([^']+)'/g)].map(
        ([, area = '']) => ({ area, file }),
      ),
  );
  expect(areas.length).toBeGreaterThan(20);
  const files = Map.groupBy(areas, ({ area }) => area);
  expect([...files.values()].filter((shared) => shared.length > 1)).toEqual([]);
});
