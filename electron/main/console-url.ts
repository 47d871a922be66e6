/** The one origin of the console's pages in a window. */
export const CONSOLE_SCHEME = 'app';
export const CONSOLE_HOST = 'console';
export const CONSOLE_ORIGIN = `${CONSOLE_SCHEME}://${CONSOLE_HOST}`;
export const CONSOLE_URL = `${CONSOLE_ORIGIN}/`;

/**
 * Whether an address belongs to the console. Node's URL gives the origin of every scheme it doesn't know as
 * "null", so the parts are compared.
 */
export function isConsoleUrl(address: string): boolean {
  const url = URL.parse(address);
  return (
    url !== null &&
    url.protocol === `${CONSOLE_SCHEME}:` &&
    url.host === CONSOLE_HOST &&
    url.username === '' &&
    url.password === ''
  );
}

/** The address of one of the renderer's routes, for example `/incidents/<id>`. */
export function consoleRouteUrl(route: string): string {
  const url = new URL(CONSOLE_URL);
  url.hash = route.startsWith('/') ? route : `/${route}`;
  return url.href;
}
