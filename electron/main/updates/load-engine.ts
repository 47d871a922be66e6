import type { LoadedEngine } from './console-updater.ts';

/** electron-updater as it finds itself installed: an AppImage, a Debian package, for Windows or for macOS. */
export async function loadEngine(): Promise<LoadedEngine> {
  // Its exports are made when they are first asked for, which only its whole object shows.
  const { default: updater } = await import('electron-updater');
  return { engine: updater.autoUpdater, cancellation: () => new updater.CancellationToken() };
}
