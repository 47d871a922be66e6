import type { AttachedFile } from '#shared/domains/incidents/attach.ts';

/** As large as a preview is shown; on a dear link each kilobyte of it is paid for. */
const EDGE_PIXELS_MAX = 200;
const BYTES_MAX = 8 * 1024;
/** WebP first: half of JPEG. A browser that can't write it says so by the type of what it made. */
const TYPES = ['image/webp', 'image/jpeg'] as const;
const QUALITIES = [0.7, 0.5, 0.3, 0.1] as const;

export type Encode = (type: string, quality: number) => Promise<Blob>;

/** A small picture of a picture. Undefined for what has none: no picture, one that is small already, a broken one. */
export async function previewOf(
  file: Blob,
  { mediaType }: Pick<AttachedFile, 'mediaType'>,
): Promise<Blob | undefined> {
  if (!mediaType.startsWith('image/') || file.size <= BYTES_MAX) return undefined;
  const picture = await decoded(file, mediaType);
  if (picture === undefined) return undefined;
  try {
    const { width, height } = fitted(picture);
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    if (context === null) return undefined;
    // What is transparent would become black where the preview is a JPEG.
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, width, height);
    context.imageSmoothingQuality = 'high';
    context.drawImage(picture, 0, 0, width, height);
    return await smallEnough((type, quality) => canvas.convertToBlob({ type, quality }));
  } finally {
    picture.close();
  }
}

/** The best that stays within the bytes a preview may have. */
export async function smallEnough(encode: Encode): Promise<Blob | undefined> {
  for (const type of TYPES) {
    for (const quality of QUALITIES) {
      const blob = await encode(type, quality);
      if (blob.type !== type) break;
      if (blob.size <= BYTES_MAX) return blob;
    }
  }
  return undefined;
}

/** The size of a preview: the same shape, at least a pixel each way, never larger than the picture. */
export function fitted({ width, height }: { width: number; height: number }): {
  width: number;
  height: number;
} {
  const scale = Math.min(1, EDGE_PIXELS_MAX / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

async function decoded(file: Blob, mediaType: string): Promise<ImageBitmap | undefined> {
  try {
    return await createImageBitmap(file.slice(0, file.size, mediaType));
  } catch (error) {
    // The host has taken its header for sound; what lies behind it is not. It is attached all the same.
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}
