import { z } from 'zod';
import { COLLECTIONS, defineEntity, type RecordOf } from '../../kernel/define-entity.ts';
import { growingName, Instant, line } from '../../kernel/fields.ts';
import { BLOB_BYTES_MAX, PREVIEW_BYTES_MAX } from '../../sync/limits.ts';
import { fileError } from './errors.ts';

/** What may be attached. The host looks at the bytes; a file name proves nothing. */
export const MEDIA_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'] as const;

/** What an attached file is to whoever looks for it. */
export const FILE_KINDS = ['photo', 'video', 'document', 'report', 'log', 'other'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A file that belongs to a record. The bytes lie beside the store under their hash, and travel by themselves. */
export const attachment = defineEntity({
  kind: 'attachment',
  collection: 'files',
  version: 2,
  fields: {
    ownerCollection: z.enum(COLLECTIONS),
    ownerId: z.string().max(36),
    sha256: Sha256,
    sizeBytes: z.int().positive().max(BLOB_BYTES_MAX),
    mediaType: z.enum(MEDIA_TYPES),
    /** A small picture of it, as a blob of its own that travels first. */
    previewSha256: Sha256.nullable(),
    previewSizeBytes: z.int().positive().max(PREVIEW_BYTES_MAX).nullable(),
    fileName: line(120),
    addedAt: Instant,
    addedBy: z.string().max(36),
    addedByName: z.string().max(80),
    /** What it is, where somebody has said so; else it follows from the media type (`fileKindOf`). */
    fileKind: growingName(20).exactOptional(),
  },
  addedIn: { fileKind: 2 },
  indexes: [['ownerId'], ['sha256'], ['previewSha256']],
  searchable: ['fileName'],
  partOf: 'ownerId',
  scope: { ownerId: 'addedBy' },
  signatures: [{ id: 'addedBy', name: 'addedByName' }],
  invariant({ previewSha256, previewSizeBytes }) {
    if ((previewSha256 === null) === (previewSizeBytes === null)) return undefined;
    return fileError('half-a-preview');
  },
});
export type Attachment = RecordOf<typeof attachment>;

/** As somebody has said; until then by what the bytes are. A kind that only a newer program knows is `other`. */
export function fileKindOf(file: {
  readonly fileKind?: string | null | undefined;
  readonly mediaType: Attachment['mediaType'];
}): FileKind {
  const said = file.fileKind ?? null;
  if (said !== null) return FILE_KINDS.find((kind) => kind === said) ?? 'other';
  return file.mediaType.startsWith('image/') ? 'photo' : 'document';
}
