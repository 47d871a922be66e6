import type { BrowserWindowConstructorOptions } from 'electron';
import type { WindowBounds } from './window-state.ts';

const WIDTH_MIN = 900;
const HEIGHT_MIN = 600;

/** How every window of the console is made; spelled out, as a default can change with a version (SEC-1). */
export function consoleWindowOptions(
  preloadFile: string,
  bounds: WindowBounds,
  ground: string,
): BrowserWindowConstructorOptions {
  return {
    ...bounds,
    minWidth: WIDTH_MIN,
    minHeight: HEIGHT_MIN,
    show: false,
    title: 'Fairlead',
    autoHideMenuBar: true,
    // Seen until the page has painted; white would blind a bridge at night.
    backgroundColor: ground,
    webPreferences: {
      preload: preloadFile,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      disableBlinkFeatures: 'Auxclick',
      spellcheck: false,
      // An alarm sounds at a console that nobody has touched since it started.
      autoplayPolicy: 'no-user-gesture-required',
    },
  };
}
