import fs from 'node:fs';
import { z } from 'zod';

type Node = { files?: Record<string, Node> | undefined; unpacked?: boolean | undefined; integrity?: unknown };
const Node: z.ZodType<Node> = z.lazy(() =>
  z.object({
    files: z.record(z.string(), Node).optional(),
    unpacked: z.boolean().optional(),
    integrity: z.unknown().optional(),
  }),
);

export type AsarFile = {
  readonly path: string;
  readonly isUnpacked: boolean;
  readonly hasIntegrity: boolean;
};

/** Where the length of the header's text stands, and the text itself, behind two nested size fields. */
const LENGTH_AT = 12;
const TEXT_AT = 16;

/** What an archive of a packaged program holds, from its header alone. */
export function asarFiles(file: string): readonly AsarFile[] {
  const handle = fs.openSync(file, 'r');
  try {
    const start = Buffer.alloc(TEXT_AT);
    fs.readSync(handle, start, 0, TEXT_AT, 0);
    const header = Buffer.alloc(start.readUInt32LE(LENGTH_AT));
    fs.readSync(handle, header, 0, header.length, TEXT_AT);
    return filesIn(Node.parse(JSON.parse(header.toString('utf8'))), '');
  } finally {
    fs.closeSync(handle);
  }
}

function filesIn(node: Node, path: string): AsarFile[] {
  if (node.files === undefined) {
    return [{ path, isUnpacked: node.unpacked === true, hasIntegrity: node.integrity !== undefined }];
  }
  return Object.entries(node.files).flatMap(([name, child]) =>
    filesIn(child, path === '' ? name : `${path}/${name}`),
  );
}
