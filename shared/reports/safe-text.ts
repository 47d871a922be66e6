import { escapeHtml } from '../kernel/escape-html.ts';

/** Control characters that no document format may hold; tab and line ends are fine. */
const CONTROL = /(?![\t\n])\p{Cc}/gu;
/** Not characters at all, and refused by XML. */
const NO_CHARACTER = /[\uFFFE\uFFFF]/g;

/** The text as a document may hold it: whole characters, line ends as `\n`, no controls. */
export function cleanText(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, '\n').replace(CONTROL, '').replace(NO_CHARACTER, '');
}

/** Clean text for HTML and XML. */
export function escapeMarkup(text: string): string {
  return escapeHtml(cleanText(text));
}

const SAFE_PROTOCOLS = new Set(['https:', 'http:', 'mailto:']);

/** The address if following it does no more than open a page or a letter; else undefined. */
export function safeHref(href: string): string | undefined {
  if (!URL.canParse(href)) return undefined;
  const url = new URL(href);
  return SAFE_PROTOCOLS.has(url.protocol) ? url.href : undefined;
}
