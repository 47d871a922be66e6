import { syncError } from './errors.ts';

/** A server's address as it is kept: scheme, host and path, no slash at the end. Throws `invalid-input`. */
export function normalServerUrl(text: string): string {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol) || url.username !== '') {
    throw syncError('address-unusable', { text });
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}
