/** Takes the pictures of the README from the demonstration, served: `npm run screenshots`. */
import { mkdirSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { DEMONSTRATION_PASSPHRASE } from '#shared/demo/company.ts';
import { ServedConsole } from '#tests/support/served-console.ts';
import { inProject } from './lib/project.ts';

const FOLDER = inProject('docs', 'screenshots');
const PICTURES = [
  { name: 'incident', theme: 'light', hash: '#/incidents', open: true },
  { name: 'incidents', theme: 'dark', hash: '#/incidents', open: false },
  { name: 'night', theme: 'night', hash: '#/incidents', open: true },
] as const;

mkdirSync(FOLDER, { recursive: true });
const served = await ServedConsole.start();
const browser = await chromium.launch({
  executablePath: process.env['FAIRLEAD_CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  for (const picture of PICTURES) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.addInitScript((theme) => localStorage.setItem('fairlead.theme', theme), picture.theme);
    await page.goto(served.url);
    const demonstration = page.getByRole('button', { name: /Explore with the demonstration fleet/ });
    await demonstration.or(page.getByLabel('Sign-in name')).waitFor();
    if (await demonstration.isVisible()) await demonstration.click();
    await page.getByLabel('Sign-in name').fill('master.aurora');
    await page.getByLabel('Passphrase', { exact: true }).fill(DEMONSTRATION_PASSPHRASE);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('navigation').waitFor();
    await page.goto(`${served.url}${picture.hash}`);
    await page.getByRole('row').nth(1).waitFor();
    if (picture.open) {
      await page.getByText('Action required').last().click();
      await page.getByRole('list', { name: 'Timeline' }).waitFor();
    }
    await page.screenshot({ path: `${FOLDER}/${picture.name}.png` });
    await page.close();
  }
} finally {
  await browser.close();
  await served.close();
}
