import { NO_FILTER } from '#shared/kernel/filter.ts';

/** A filter in an address may be anything: whoever typed it sees the list without it. */
export function filterInAddress(text: string | null): unknown {
  try {
    return text === null ? NO_FILTER : JSON.parse(text);
  } catch {
    return NO_FILTER;
  }
}
