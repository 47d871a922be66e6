import {
  appendFileSync,
  closeSync,
  fstatSync,
  openSync,
  readSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';

/** How the bytes of an attachment lie in a file: as they are, or encrypted. Offsets and lengths are of the plain bytes. */
export type ByteFormat = {
  /** Behind the name of each file in this format, so that no content can be taken for the other one. */
  readonly suffix: string;
  create(file: string): void;
  append(file: string, bytes: Uint8Array): void;
  /** Shortens the file to a length. */
  cut(file: string, lengthBytes: number): void;
  /** Of a file that is still growing. Undefined: there is none. */
  sizeBytes(file: string): number | undefined;
  read(file: string, offset: number, length: number): Buffer;
  /** Before a complete file gets its name. */
  seal(file: string, sha256: string): void;
  /** Size of a complete file of this name. Undefined: there is none, or none that this console can read. */
  sealedBytes(file: string, sha256: string): number | undefined;
};

/** For a store that is not encrypted either. */
export const plainFormat: ByteFormat = {
  suffix: '',
  create: (file) => writeFileSync(file, ''),
  append: (file, bytes) => appendFileSync(file, bytes),
  cut: (file, lengthBytes) => truncateSync(file, lengthBytes),
  sizeBytes: fileBytes,
  read: (file, offset, length) =>
    withFile(file, 'r', (descriptor) => {
      const rest = Math.max(0, Math.min(length, fstatSync(descriptor).size - offset));
      const bytes = Buffer.alloc(rest);
      return bytes.subarray(0, readSync(descriptor, bytes, 0, rest, offset));
    }),
  seal() {
    // Its name says all there is to say.
  },
  sealedBytes: (file) => fileBytes(file),
};

export function fileBytes(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.size;
}

export function withFile<Result>(
  file: string,
  flags: 'r' | 'r+' | 'wx',
  work: (descriptor: number) => Result,
): Result {
  const descriptor = openSync(file, flags);
  try {
    return work(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
