import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const PackageFile = z.object({
  updateKeys: z
    .array(z.string().regex(/^[0-9a-f]{64}$/))
    .max(5)
    .default([]),
});

/**
 * The publisher's public keys, put into the program's own `package.json` when it is packaged: what a server says
 * can't change them. Several, so that a key can be replaced; none in a build that nobody published.
 */
export function publisherKeys(programRoot: string): readonly string[] {
  const text = fs.readFileSync(path.join(programRoot, 'package.json'), 'utf8');
  return PackageFile.parse(JSON.parse(text)).updateKeys;
}
