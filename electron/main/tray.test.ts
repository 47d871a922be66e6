import { expect, test } from 'vitest';
import { alertCount, alertTooltip } from './alert-words.ts';
import { drawTrayIcon } from './tray-icon.ts';

test('the tooltip names the site and what waits in the inbox, what is critical first (LC-6)', () => {
  const siteName = 'MV Aurora';
  expect([
    alertTooltip({ critical: 0, unread: 0, siteName: '' }),
    alertTooltip({ critical: 0, unread: 0, siteName }),
    alertTooltip({ critical: 0, unread: 3, siteName }),
    alertTooltip({ critical: 2, unread: 3, siteName }),
  ]).toEqual([
    'Fairlead',
    'Fairlead: MV Aurora',
    'Fairlead: MV Aurora (3 not read)',
    'Fairlead: MV Aurora (2 critical, 3 not read)',
  ]);
  expect(alertCount({ critical: 2, unread: 3, siteName })).toBe(5);
});

test('an alert is seen by shape: the middle of the ring is filled', () => {
  const alphaAt = (alerting: boolean, x: number, y: number) =>
    drawTrayIcon(alerting).data[(y * 32 + x) * 4 + 3];
  expect({
    corner: [alphaAt(false, 0, 0), alphaAt(true, 0, 0)],
    ring: [alphaAt(false, 2, 16), alphaAt(true, 2, 16)],
    middle: [alphaAt(false, 16, 16), alphaAt(true, 16, 16)],
  }).toEqual({ corner: [0, 0], ring: [255, 255], middle: [0, 255] });
});
