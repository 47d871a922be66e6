import { randomBytes } from 'node:crypto';
import { app, BrowserWindow, nativeTheme, screen, type WebContents } from 'electron';
import { GROUNDS, type Theme } from '#shared/kernel/themes.ts';
import { CONSOLE_URL, consoleRouteUrl, isConsoleUrl } from './console-url.ts';
import { type KeptTheme, themeOfGround } from './screen-theme.ts';
import { consoleWindowOptions } from './window-options.ts';
import { readWindowState, restoredBounds, writeWindowState } from './window-state.ts';

export interface WindowSession {
  windowId: number;
  /** Random, made once for the window: kept when its page reloads and when the host restarts. */
  sessionId: string;
}

export interface ConsoleWindowsOptions {
  preloadFile: string;
  stateFile: string;
  theme: KeptTheme;
  /** The page that is shown instead of the console, while the host can't run or works on the store. */
  instead: () => string | undefined;
  /** Told of each new page, to watch over it. */
  onCreated: (contents: WebContents) => void;
  /** A page could not be loaded, or its window was closed meanwhile. */
  onLoadFailed: (code: string) => void;
}

const SESSION_ID_BYTES = 16;

/** The console's window: one at a time, opened again from the tray, by a notification or by a second start. */
export class ConsoleWindows {
  #options: ConsoleWindowsOptions;
  #window: BrowserWindow | undefined;
  #sessions = new Map<number, WindowSession>();

  constructor(options: ConsoleWindowsOptions) {
    this.#options = options;
  }

  open(): void {
    if (this.#window) focus(this.#window);
    else this.#create(this.#startUrl());
  }

  /** Leads the window to one of the renderer's routes; its page stays, only the hash changes. */
  openRoute(route: string): void {
    const url = consoleRouteUrl(route);
    if (!this.#window) {
      this.#create(this.#options.instead() ?? url);
      return;
    }
    focus(this.#window);
    // Loading the address that is shown would reload the page, and lose what was being typed.
    if (this.#options.instead() === undefined && this.#window.webContents.getURL() !== url)
      this.#load(this.#window, url);
  }

  /** Shows the console, at a route if one is given, or what is shown instead of it. */
  reloadStartPage(route?: string): void {
    const url = this.#options.instead() ?? (route === undefined ? CONSOLE_URL : consoleRouteUrl(route));
    if (this.#window) this.#load(this.#window, url);
  }

  /** For a program that ends without closing its window. */
  saveState(): void {
    if (this.#window) this.#saveStateOf(this.#window);
  }

  sessionOf(contents: WebContents): WindowSession | undefined {
    return this.#sessions.get(contents.id);
  }

  /** The one chosen in the console; before anybody has, the system's. */
  get theme(): Theme {
    return this.#options.theme.theme ?? (nativeTheme.shouldUseDarkColors ? 'dark' : 'light');
  }

  /** Also while the page loads anew, and for what the system draws: menus, dialogs, scroll bars. */
  #wear(window: BrowserWindow, theme: Theme): void {
    this.#options.theme.keep(theme);
    nativeTheme.themeSource = theme === 'light' ? 'light' : 'dark';
    window.setBackgroundColor(GROUNDS[theme]);
  }

  #startUrl(): string {
    return this.#options.instead() ?? CONSOLE_URL;
  }

  #create(url: string): void {
    const kept = this.#options.theme.theme;
    if (kept !== undefined) nativeTheme.themeSource = kept === 'light' ? 'light' : 'dark';
    const saved = readWindowState(this.#options.stateFile);
    const workAreas = screen.getAllDisplays().map((display) => display.workArea);
    const window = new BrowserWindow(
      consoleWindowOptions(this.#options.preloadFile, restoredBounds(saved, workAreas), GROUNDS[this.theme]),
    );
    const contents = window.webContents;
    this.#window = window;
    this.#sessions.set(contents.id, {
      windowId: window.id,
      sessionId: randomBytes(SESSION_ID_BYTES).toString('hex'),
    });
    this.#options.onCreated(contents);
    contents.on('did-change-theme-color', (_event, color) => {
      const theme = themeOfGround(color);
      if (theme !== undefined) this.#wear(window, theme);
    });
    const contentsId = contents.id;
    window.once('ready-to-show', () => {
      if (saved?.maximized) window.maximize();
      window.show();
    });
    window.on('close', () => this.#saveStateOf(window));
    // Windows tells of its end here, and waits for nobody: what was committed stands (LC-3).
    window.on('session-end', () => app.quit());
    window.once('closed', () => {
      this.#sessions.delete(contentsId);
      if (this.#window === window) this.#window = undefined;
    });
    this.#load(window, url);
  }

  #load(window: BrowserWindow, url: string): void {
    if (!isConsoleUrl(url)) throw new Error('A window shows pages of the console only');
    window.loadURL(url).catch((error: unknown) => {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      // A page that is left before it has loaded reports itself as aborted.
      if (code !== 'ERR_ABORTED') this.#options.onLoadFailed(code);
    });
  }

  #saveStateOf(window: BrowserWindow): void {
    const bounds = window.getNormalBounds();
    writeWindowState(this.#options.stateFile, { ...bounds, maximized: window.isMaximized() });
  }
}

function focus(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
