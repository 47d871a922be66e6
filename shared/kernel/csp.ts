/** Stands in index.html where the nonce of each delivered document goes. */
export const CSP_NONCE_PLACEHOLDER = '__CSP_NONCE__';

export interface ContentSecurityPolicyOptions {
  /** Fresh for each document; base64. */
  nonce: string;
  /** `window`: the page talks to the host over a port. `served`: over HTTP and a WebSocket of its own origin. */
  mode: 'window' | 'served';
}

const NONCE = /^[A-Za-z0-9+/_-]{16,}={0,2}$/;

/** What a page may load and where it may connect, in both modes from this one place (SEC-3). */
export function contentSecurityPolicy({ nonce, mode }: ContentSecurityPolicyOptions): string {
  if (!NONCE.test(nonce)) throw new Error('A nonce is at least 16 characters of base64');
  const directives = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    // In the served console 'self' includes the WebSocket of the same host and port.
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  // A tablet keeps the page installed on its home screen; the window has nothing to install.
  if (mode === 'served') directives.push("manifest-src 'self'");
  return directives.join('; ');
}
