import { expect, type Page, test } from '@playwright/test';
import { startSite } from '../support/console-page.ts';
import { ServedConsole } from '../support/served-console.ts';

let served: ServedConsole;
test.beforeAll(async () => {
  served = await ServedConsole.start();
});
test.afterAll(() => served.close());

/** How many tones the page has played. */
function tones(page: Page): Promise<number> {
  return page.evaluate(() => Number(document.documentElement.dataset['tones'] ?? 0));
}

test('a locked console sounds for an escalation that nobody has acknowledged, until somebody has', async ({
  page,
}) => {
  await page.addInitScript(() => {
    const create = AudioContext.prototype.createOscillator;
    AudioContext.prototype.createOscillator = function counted() {
      const { dataset } = document.documentElement;
      dataset['tones'] = String(Number(dataset['tones'] ?? 0) + 1);
      return create.call(this);
    };
  });
  await page.goto(served.url);
  await startSite(page, { name: 'MV Aurora', code: 'AUR', administrator: 'Ines Duarte' });
  await page.keyboard.press('n');
  await page.getByLabel('What happened').fill('Fire in the galley');
  await page.getByRole('radio', { name: /Critical/ }).check({ force: true });
  await page.getByRole('button', { name: 'Report', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Fire in the galley' })).toBeVisible();

  await page.keyboard.press('Control+Shift+L');
  await expect(page.getByRole('region', { name: 'Alarms' })).toContainText('escalated');
  const atLock = await tones(page);
  await expect.poll(() => tones(page)).toBeGreaterThan(atLock);

  await page.getByLabel('Passphrase').fill('following seas');
  await page.getByRole('button', { name: 'Unlock' }).click();
  await page.getByRole('button', { name: /^Acknowledge/ }).click();
  await expect(page.getByText(/Acknowledged by/).first()).toBeVisible();
  await page.getByRole('button', { name: /^Signed in as/ }).click();
  await page.getByRole('menuitem', { name: /^Lock/ }).click();
  await expect(page.getByRole('region', { name: 'Alarms' })).toHaveAttribute('data-pressing', 'false');
});
