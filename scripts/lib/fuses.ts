import path from 'node:path';
import {
  type FuseV1Config,
  FuseV1Options,
  FuseVersion,
  FuseState,
  flipFuses,
  getCurrentFuseWire,
} from '@electron/fuses';

/**
 * Switches inside the executable itself (SEC-9): what a packaged console can't be talked into. Every one is set, so
 * that a new one of a newer Electron fails the build until somebody has thought about it.
 */
export const FUSES = {
  version: FuseVersion.V1,
  strictlyRequireAllFuses: true,
  // The executable is no Node for whoever starts it.
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  // One way: cookies written encrypted are read by no build without it.
  [FuseV1Options.EnableCookieEncryption]: true,
  // Electron checks it on macOS and Windows.
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  [FuseV1Options.WasmTrapHandlers]: true,
} as const satisfies FuseV1Config;

/** The switches that the executable of an older Electron has none of are left out: for trying on such machines. */
export async function setFuses(executable: string, { isStrict = true } = {}): Promise<void> {
  if (isStrict) {
    await flipFuses(executable, FUSES);
    return;
  }
  const { strictlyRequireAllFuses: _all, ...fuses } = FUSES;
  const present = await presentFuses(executable);
  await flipFuses(executable, keepOnly(fuses, present));
}

/** What the executable has now, by name: on, off, or not there. */
export async function readFuses(
  executable: string,
): Promise<{ readonly [fuse: string]: 'on' | 'off' | 'absent' }> {
  const wire = await getCurrentFuseWire(executable);
  return Object.fromEntries(fuseNumbers().map((fuse) => [String(FuseV1Options[fuse]), wordOf(wire[fuse])]));
}

/** The same words for what is wanted. */
export function wantedFuses(): { readonly [fuse: string]: 'on' | 'off' } {
  return Object.fromEntries(
    fuseNumbers().map((fuse) => [String(FuseV1Options[fuse]), FUSES[fuse] ? 'on' : 'off']),
  );
}

/** Where the executable lies in what electron-builder has unpacked. */
export function executableIn(
  folder: string,
  platform: string,
  name: { product: string; executable: string },
): string {
  if (platform === 'darwin')
    return path.join(folder, `${name.product}.app`, 'Contents', 'MacOS', name.product);
  return path.join(folder, platform === 'win32' ? `${name.product}.exe` : name.executable);
}

function fuseNumbers(): FuseV1Options[] {
  return Object.values(FuseV1Options).filter((value) => typeof value === 'number');
}

async function presentFuses(executable: string): Promise<readonly FuseV1Options[]> {
  const wire = await getCurrentFuseWire(executable);
  return fuseNumbers().filter((fuse) => wordOf(wire[fuse]) !== 'absent');
}

function keepOnly(
  fuses: Omit<typeof FUSES, 'strictlyRequireAllFuses'>,
  present: readonly FuseV1Options[],
): FuseV1Config {
  const kept: FuseV1Config = { version: FuseVersion.V1 };
  for (const fuse of present) kept[fuse] = fuses[fuse];
  return kept;
}

function wordOf(state: FuseState | undefined): 'on' | 'off' | 'absent' {
  if (state === FuseState.ENABLE) return 'on';
  return state === FuseState.DISABLE ? 'off' : 'absent';
}
