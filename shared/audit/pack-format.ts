import type { ExportedWitness } from './export-format.ts';

/**
 * Files of a report as one ZIP that leaves the console: `manifest.json` names every file by its SHA-256, and the
 * console's key signs the manifest (`manifest.sig`). The page `verify.html` inside repeats these rules and needs no
 * network.
 */
export const PACK_FORMAT = 'fairlead-pack/1';
export const MANIFEST = 'manifest.json';
export const MANIFEST_SIGNATURE = 'manifest.sig';
export const PACK_SUMS = 'SHA256SUMS';
export const PACK_PAGE = 'verify.html';

export type PackSealed = {
  readonly format: typeof PACK_FORMAT;
  /** Ed25519, raw, as hex. */
  readonly console: { readonly deviceId: string; readonly publicKey: string };
  /** The journal's newest entry when the pack was made, which tells that it was made. */
  readonly journal: { readonly seq: number; readonly hash: string };
  readonly witness: ExportedWitness | null;
};

/** What the console's key signs. */
export function packText(deviceId: string, manifestSha256: string): string {
  return `${PACK_FORMAT.replace('-', '/')}/${deviceId}/${manifestSha256}`;
}
