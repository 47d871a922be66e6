import fs from 'node:fs';
import type { z } from 'zod';

/** A small file in which main remembers something from one start to the next. Undefined: it is not known. */
export function readKept<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
): z.output<Schema> | undefined {
  if (!fs.existsSync(file)) return undefined;
  try {
    return schema.safeParse(JSON.parse(fs.readFileSync(file, 'utf8'))).data;
  } catch (error) {
    // Half a file from a machine that lost its power: as at the first start.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** At once or not at all. */
export function writeKept(file: string, content: object): void {
  fs.writeFileSync(`${file}.new`, JSON.stringify(content));
  fs.renameSync(`${file}.new`, file);
}
