const ALLOWED_PROTOCOLS = ['https:', 'mailto:'];
const ADDRESS_CHARACTERS_MAX = 2048;

/**
 * The address to hand to the system's browser or mail program, or undefined when it is none that may be
 * opened: an operating system runs programs for some schemes (SEC-6).
 */
export function externalAddress(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > ADDRESS_CHARACTERS_MAX) return undefined;
  const url = URL.parse(value);
  return url && ALLOWED_PROTOCOLS.includes(url.protocol) ? url.href : undefined;
}
