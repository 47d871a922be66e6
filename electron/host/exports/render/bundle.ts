import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { MANIFEST, MANIFEST_SIGNATURE, PACK_PAGE, PACK_SUMS, packText } from '#shared/audit/pack-format.ts';
import { distinctNames } from '#shared/reports/file-names.ts';
import { cleanText } from '#shared/reports/safe-text.ts';
import type { Report, ReportFile } from '#shared/reports/sections.ts';
import type { AttachedFiles } from '../attached-files.ts';
import type { PackSeal } from '../pack/pack-seal.ts';
import { verifyPage } from '../pack/verify-page.ts';
import type { Document } from './documents.ts';
import { HashedOutput, type Output } from './output.ts';
import type { RenderTools } from './renderer.ts';

type Packed = { readonly name: string; readonly sha256: string; readonly sizeBytes: number };
type Missing = { readonly name: string; readonly sha256: string; readonly why: 'not-here' | 'damaged' };

export type Bundle = { readonly packed: readonly Packed[]; readonly missing: readonly Missing[] };

/** Read by everybody, run by nobody. */
const FILE_MODE = 0o100_644;
const FOLDER = 'attachments';

/** A ZIP of documents and attachments, with a list of their hashes for people and one for `sha256sum --check`. */
export async function writeBundle(
  parts: {
    readonly report: Report;
    readonly documents: readonly Document[];
    /** Null: attachments stay out. */
    readonly attachments: AttachedFiles | null;
    /** Signs the list, and brings along the page that checks it; null: nothing is signed. */
    readonly seal: PackSeal | null;
  },
  output: Output,
  tools: RenderTools,
): Promise<Bundle> {
  const { report, documents, attachments, seal } = parts;
  const zip = new ZipFile();
  const options = { mtime: new Date(report.madeAt), mode: FILE_MODE };
  const written = (async () => {
    for await (const bytes of zip.outputStream) {
      // Without an encoding a stream brings bytes.
      output.write(bytes as Buffer);
      tools.rowsDone(0);
    }
  })();
  const failed = new Promise<never>((_resolve, reject) => zip.once('error', reject));
  const nameOf = distinctNames();
  const packed: Packed[] = [];
  for (const document of documents) {
    const name = nameOf(`${document.part ?? report.title}.${document.ending}`);
    const bytes = await bytesOf(document);
    packed.push({ name, sha256: hashOf(bytes), sizeBytes: bytes.length });
    // A sealed one is checked by a page that unpacks nothing.
    zip.addBuffer(bytes, name, { ...options, compress: seal === null });
  }
  const files =
    attachments === null ? { packed: [], missing: [] } : addFiles(zip, report, attachments, options);
  packed.push(...files.packed);
  const stored = { ...options, compress: seal === null };
  if (seal !== null) {
    const page = Buffer.from(verifyPage());
    packed.push({ name: PACK_PAGE, sha256: hashOf(page), sizeBytes: page.length });
    zip.addBuffer(page, PACK_PAGE, stored);
  }
  for (const [name, text] of listsOf(report, packed, files.missing, seal))
    zip.addBuffer(Buffer.from(text), name, stored);
  zip.end();
  await Promise.race([written, failed]);
  return { packed, missing: files.missing };
}

function addFiles(
  zip: ZipFile,
  report: Report,
  attachments: AttachedFiles,
  options: { readonly mtime: Date; readonly mode: number },
): Bundle {
  const nameOf = distinctNames();
  const packed: Packed[] = [];
  const missing: Missing[] = [];
  for (const file of filesIn(report)) {
    const name = `${FOLDER}/${nameOf(file.fileName)}`;
    const state = attachments.stateOf(file);
    if (state !== 'here') {
      missing.push({ name, sha256: file.sha256, why: state });
      continue;
    }
    packed.push({ name, sha256: file.sha256, sizeBytes: file.sizeBytes });
    // Photos and PDFs are compressed already; each is read when its turn comes.
    zip.addReadStreamLazy(name, { ...options, compress: false }, (give) =>
      give(null, Readable.from(attachments.pieces(file))),
    );
  }
  return { packed, missing };
}

/** Each once, though several sections may name it. */
export function filesIn({ sections }: Pick<Report, 'sections'>): readonly ReportFile[] {
  const files = sections.flatMap((section) => (section.type === 'files' ? section.items : []));
  return [...new Map(files.map((file) => [`${file.sha256} ${file.fileName}`, file])).values()];
}

async function bytesOf(document: Document): Promise<Buffer> {
  const pieces: Buffer[] = [];
  const memory = new HashedOutput((bytes) => pieces.push(bytes));
  await document.write(memory);
  memory.end();
  return Buffer.concat(pieces);
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function listsOf(
  { title, madeAt, author, confidential, site }: Report,
  files: readonly Packed[],
  missing: readonly Missing[],
  seal: PackSeal | null,
): (readonly [name: string, text: string])[] {
  const head = {
    ...seal?.sealed,
    title: cleanText(title),
    madeAt,
    author: cleanText(author),
    site: cleanText(site.name),
    confidential,
  };
  const sums = files.map(({ sha256, name }) => `${sha256}  ${name}\n`);
  const manifest = `${JSON.stringify({ ...head, files, missing }, null, 2)}\n`;
  return [
    [MANIFEST, manifest],
    [PACK_SUMS, sums.join('')],
    ...(seal === null ? [] : [[MANIFEST_SIGNATURE, `${signatureOf(manifest, seal)}\n`] as const]),
  ];
}

function signatureOf(manifest: string, { sealed, sign }: PackSeal): string {
  return sign(packText(sealed.console.deviceId, hashOf(Buffer.from(manifest))));
}
