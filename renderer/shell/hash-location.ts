import { useSyncExternalStore } from 'react';

/**
 * Where the page is: everything stands behind the `#`, filters included, so that the address a server or a
 * protocol handler sees is always the same page.
 */
export function useHashPath(): [string, typeof goTo] {
  return [useSyncExternalStore(subscribe, path), goTo];
}
useHashPath.hrefs = (href: string) => `#${href}`;

/** What follows the `?`, for the router. */
export function useHashSearch(): string {
  return useSyncExternalStore(subscribe, search);
}

export function goTo(to: string, options: { replace?: boolean } = {}): void {
  const url = new URL(location.href);
  url.hash = to.startsWith('/') ? to : `/${to}`;
  if (url.href === location.href) return;
  history[options.replace === true ? 'replaceState' : 'pushState'](null, '', url.href);
  dispatchEvent(new Event(MOVED));
}

const MOVED = 'fairlead:moved';

function subscribe(listener: () => void): () => void {
  const events = ['hashchange', 'popstate', MOVED];
  for (const event of events) addEventListener(event, listener);
  return () => {
    for (const event of events) removeEventListener(event, listener);
  };
}

function path(): string {
  return splitHash(location.hash).path;
}

function search(): string {
  return splitHash(location.hash).search;
}

export function splitHash(hash: string): { path: string; search: string } {
  const [path = '', search = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  return { path: `/${path}`, search };
}
