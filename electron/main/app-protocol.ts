import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { Protocol } from 'electron';
import { CSP_NONCE_PLACEHOLDER, contentSecurityPolicy } from '#shared/kernel/csp.ts';
import type { Theme } from '#shared/kernel/themes.ts';
import { CONSOLE_SCHEME, isConsoleUrl } from './console-url.ts';
import { THEME_PLACEHOLDER } from './plain-page.ts';

const CONTENT_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** Has to be called before Electron is ready, and once (SEC-2). */
export function registerConsoleScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: CONSOLE_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
}

export interface PageSource {
  /** The built renderer. */
  folder: string;
  /** Pages that main itself makes, by path; they get the same headers. */
  ownPage?: (pathname: string) => string | undefined;
  /** Main's own pages have no script that could ask. */
  theme?: () => Theme;
}

/** Serves the console's pages to windows of a session. */
export function serveConsole(protocol: Pick<Protocol, 'handle'>, source: PageSource): void {
  protocol.handle(CONSOLE_SCHEME, (request) => answerPageRequest(request, source));
}

export async function answerPageRequest(
  request: Pick<Request, 'url' | 'method'>,
  source: PageSource,
): Promise<Response> {
  if (!isConsoleUrl(request.url)) return refuse(404);
  if (request.method !== 'GET') return refuse(405);
  const pathname = decodePath(new URL(request.url).pathname);
  if (pathname === undefined) return refuse(400);
  const ownPage = source.ownPage?.(pathname);
  if (ownPage !== undefined) {
    return deliver('.html', Buffer.from(ownPage.replaceAll(THEME_PLACEHOLDER, source.theme?.() ?? 'light')));
  }

  const file = path.resolve(source.folder, `.${pathname === '/' ? '/index.html' : pathname}`);
  const inside = path.relative(source.folder, file);
  if (inside === '' || inside.split(path.sep)[0] === '..' || path.isAbsolute(inside)) return refuse(404);
  const content = await readIfFile(file);
  return content ? deliver(path.extname(file), content) : refuse(404);
}

function deliver(extension: string, content: Buffer): Response {
  const nonce = randomBytes(16).toString('base64');
  const isPage = extension === '.html';
  const body = isPage
    ? content.toString('utf8').replaceAll(CSP_NONCE_PLACEHOLDER, nonce)
    : new Uint8Array(content);
  return new Response(body, {
    headers: {
      'Content-Type': CONTENT_TYPES[extension] ?? 'application/octet-stream',
      'Cache-Control': isPage ? 'no-store' : 'no-cache',
      // Scripts get it too: a worker is bound by the policy of its own file.
      ...securityHeaders(nonce),
    },
  });
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: securityHeaders(randomBytes(16).toString('base64')) });
}

function securityHeaders(nonce: string): Record<string, string> {
  return {
    'Content-Security-Policy': contentSecurityPolicy({ nonce, mode: 'window' }),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
  };
}

function decodePath(pathname: string): string | undefined {
  try {
    const decoded = decodeURIComponent(pathname);
    return decoded.includes('\0') ? undefined : decoded;
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

/** By `fs`, not by `net.fetch` of a file address: it reads inside an archive too, and the headers stay ours. */
async function readIfFile(file: string): Promise<Buffer | undefined> {
  try {
    return await fs.readFile(file);
  } catch (error) {
    if (
      error instanceof Error &&
      'code' in error &&
      ['ENOENT', 'EISDIR', 'ENOTDIR'].includes(String(error.code))
    ) {
      return undefined;
    }
    throw error;
  }
}
