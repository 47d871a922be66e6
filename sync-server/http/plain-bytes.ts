/**
 * With files that are handed out: a browser that comes upon one takes it for what it is called, and shows it in no
 * page of another site. Other answers go to devices alone and don't have it: a dear link pays for each byte.
 */
export const PLAIN_BYTES = {
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
} as const;
