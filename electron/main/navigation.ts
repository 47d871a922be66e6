import type { App, Event, WebContents } from 'electron';
import { isConsoleUrl } from './console-url.ts';

export interface NavigationPolicy {
  /** Opens an address outside of the console, if it is one that may be opened (external-links.ts). */
  openExternal: (address: string) => void;
  /** Takes an address for itself (an action of the recovery page); true when it did. */
  act: (address: string) => boolean;
}

interface Navigation extends Event {
  url: string;
}

/** No page of any window leaves the console, opens a window, or embeds a web view (SEC-5). */
export function guardNavigation(app: Pick<App, 'on'>, policy: NavigationPolicy): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents, policy));
}

export function guardContents(
  contents: Pick<WebContents, 'on' | 'setWindowOpenHandler'>,
  policy: NavigationPolicy,
): void {
  const refuseForeign = (event: Navigation) => {
    if (!isConsoleUrl(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', (event) => {
    refuseForeign(event);
    if (isConsoleUrl(event.url) && policy.act(event.url)) event.preventDefault();
  });
  contents.on('will-frame-navigate', refuseForeign);
  contents.on('will-redirect', refuseForeign);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    policy.openExternal(url);
    return { action: 'deny' };
  });
}
