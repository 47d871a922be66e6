import { expect, test } from 'vitest';
import { contentSecurityPolicy } from './csp.ts';

const nonce = 'AAAAAAAAAAAAAAAAAAAAAA==';

test('a page loads from its own origin only, with no inline script in either mode (SEC-3)', () => {
  const directives = contentSecurityPolicy({ nonce, mode: 'window' }).split('; ');
  expect(directives).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ]);
  expect(contentSecurityPolicy({ nonce, mode: 'served' }).split('; ')).toEqual([
    ...directives,
    "manifest-src 'self'",
  ]);
});

test.each(['', 'short', "AAAAAAAAAAAAAAAAAAAA'; script-src *", 'AAAAAAAAAAAAAAAA AAAA'])(
  'a nonce that could end the directive is refused: %j',
  (bad) => {
    expect(() => contentSecurityPolicy({ nonce: bad, mode: 'window' })).toThrow(/nonce/);
  },
);
