import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { z } from 'zod';

type Node = {
  files?: Record<string, Node> | undefined;
  unpacked?: boolean | undefined;
  size?: number | undefined;
  offset?: string | undefined;
  integrity?: { algorithm: 'SHA256'; hash: string } | undefined;
};
const Node: z.ZodType<Node> = z.lazy(() =>
  z.object({
    files: z.record(z.string(), Node).optional(),
    unpacked: z.boolean().optional(),
    size: z.int().optional(),
    offset: z.string().optional(),
    integrity: z.object({ algorithm: z.literal('SHA256'), hash: z.string() }).optional(),
  }),
);

export type AsarFile = {
  readonly path: string;
  readonly isUnpacked: boolean;
  /** `absent` where none is written, `wrong` where it is that of other bytes. */
  readonly checksum: 'right' | 'wrong' | 'absent';
};

/** Where the sizes stand of what comes before the files, and of the header's text; then the text itself. */
const HEAD_SIZE_AT = 4;
const HEAD_AT = 8;
const LENGTH_AT = 12;
const TEXT_AT = 16;

export type AsarArchive = {
  readonly files: readonly AsarFile[];
  textOf(path: string): string;
};

/** What an archive of a packaged program holds, and whether it holds what it says. */
export function readAsar(file: string): AsarArchive {
  const bytes = fs.readFileSync(file);
  const text = bytes.subarray(TEXT_AT, TEXT_AT + bytes.readUInt32LE(LENGTH_AT));
  const contents = bytes.subarray(HEAD_AT + bytes.readUInt32LE(HEAD_SIZE_AT));
  const placed = filesIn(Node.parse(JSON.parse(text.toString('utf8'))), '', contents);
  const bytesOf = new Map(placed.map(({ about, bytes: own }) => [about.path, own]));
  return {
    files: placed.map(({ about }) => about),
    textOf(path) {
      const own = bytesOf.get(path);
      return own === undefined ? fs.readFileSync(`${file}.unpacked/${path}`, 'utf8') : own.toString('utf8');
    },
  };
}

type Placed = { readonly about: AsarFile; readonly bytes: Buffer | undefined };

function filesIn(node: Node, path: string, contents: Buffer): Placed[] {
  if (node.files === undefined) {
    if (node.unpacked === true)
      return [{ about: { path, isUnpacked: true, checksum: 'absent' }, bytes: undefined }];
    const start = Number(node.offset ?? 0);
    const bytes = contents.subarray(start, start + (node.size ?? 0));
    return [{ about: { path, isUnpacked: false, checksum: checksumOf(bytes, node.integrity) }, bytes }];
  }
  return Object.entries(node.files).flatMap(([name, child]) =>
    filesIn(child, path === '' ? name : `${path}/${name}`, contents),
  );
}

function checksumOf(bytes: Buffer, integrity: Node['integrity']): AsarFile['checksum'] {
  if (integrity === undefined) return 'absent';
  return createHash('sha256').update(bytes).digest('hex') === integrity.hash ? 'right' : 'wrong';
}
