import { expect, test } from 'vitest';
import { consoleRouteUrl, isConsoleUrl } from './console-url.ts';

test.each(['app://console/', 'app://console/index.html', 'app://console/#/incidents/1', 'app://console'])(
  '%s is the console',
  (address) => {
    expect(isConsoleUrl(address)).toBe(true);
  },
);

test.each([
  'https://console/',
  'app://console.evil.example/',
  'app://evil/?next=app://console/',
  'app://console:8080/',
  'app://someone@console/',
  'application://console/',
  'file:///app://console/',
  'data:text/html,app://console/',
  'about:blank',
  'console',
  '',
])('%s is not the console', (address) => {
  expect(isConsoleUrl(address)).toBe(false);
});

test('a route becomes the hash of the one page, whatever it holds', () => {
  expect([
    consoleRouteUrl('/incidents/1'),
    consoleRouteUrl('//evil.example'),
    consoleRouteUrl('x#y'),
  ]).toEqual(['app://console/#/incidents/1', 'app://console/#//evil.example', 'app://console/#/x#y']);
});
