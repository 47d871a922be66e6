import { createHash } from 'node:crypto';
import { isDomainError } from '#shared/kernel/errors.ts';
import type { ReportFile } from '#shared/reports/sections.ts';
import type { BlobFormats } from '../attachments/blob-store.ts';
import { blobPieces } from '../attachments/copy-blob.ts';
import { imageSizeOf } from '../attachments/image-size.ts';
import type { Picture } from './render/renderer.ts';

export type FileState = 'here' | 'not-here' | 'damaged';

/** Attachments as a report needs them: pictures to show, bytes to pack. */
export type AttachedFiles = {
  picture(file: ReportFile): Picture | undefined;
  /** Reads all of it and compares with its name. */
  stateOf(file: Pick<ReportFile, 'sha256'>): FileState;
  /** The bytes of one that is `here`. */
  pieces(file: Pick<ReportFile, 'sha256'>): Generator<Buffer>;
};

/** A document of a hundred large photos would be a document that nobody can open. */
const PICTURE_BYTES_MAX = 6 * 1024 * 1024;
const PICTURE_PIXELS_MAX = 40_000_000;
const PICTURES_MAX = 60;
const KINDS = { 'image/jpeg': 'jpeg', 'image/png': 'png' } as const;

export function attachedFiles(dataFolder: string, formats: BlobFormats): AttachedFiles {
  const shown = new Map<string, Picture | undefined>();
  const piecesOf = ({ sha256 }: Pick<ReportFile, 'sha256'>) => blobPieces(dataFolder, formats, sha256);
  return {
    picture(file) {
      if (!shown.has(file.sha256) && shown.size < PICTURES_MAX) {
        shown.set(
          file.sha256,
          pictureIn(file, () => piecesOf(file)),
        );
      }
      return shown.get(file.sha256);
    },
    stateOf(file) {
      const pieces = piecesOf(file);
      if (pieces === undefined) return 'not-here';
      const hash = createHash('sha256');
      const isWhole = unlessDamaged(() => {
        for (const bytes of pieces) hash.update(bytes);
        return true;
      });
      return isWhole === true && hash.digest('hex') === file.sha256 ? 'here' : 'damaged';
    },
    *pieces(file) {
      yield* piecesOf(file) ?? [];
    },
  };
}

/** Its header is looked at before anything decodes it. */
function pictureIn(file: ReportFile, read: () => Iterable<Buffer> | undefined): Picture | undefined {
  const mediaType = (['image/jpeg', 'image/png'] as const).find((type) => type === file.mediaType);
  if (mediaType === undefined || file.sizeBytes > PICTURE_BYTES_MAX) return undefined;
  return unlessDamaged(() => {
    const pieces = read();
    if (pieces === undefined) return undefined;
    const bytes = Buffer.concat([...pieces]);
    const size = imageSizeOf(mediaType, bytes);
    const isWhole = createHash('sha256').update(bytes).digest('hex') === file.sha256;
    if (!isWhole || size === undefined || size.widthPixels * size.heightPixels > PICTURE_PIXELS_MAX)
      return undefined;
    return size.widthPixels * size.heightPixels === 0
      ? undefined
      : { bytes, kind: KINDS[mediaType], ...size };
  });
}

function unlessDamaged<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (isDomainError(error) && error.code === 'attachment-damaged') return undefined;
    throw error;
  }
}
