import { expect, test } from '@playwright/test';
import { Company } from '../support/company.ts';
import { expectLink, startSite } from '../support/console-page.ts';
import { ServedConsole } from '../support/served-console.ts';

test('a site that started alone works at once, and joins its company later with all it has', async ({
  page,
}) => {
  const company = await Company.start();
  const served = await ServedConsole.start();
  try {
    await page.goto(served.url);
    await startSite(page, { name: 'Rotterdam warehouse', code: 'RTM', administrator: 'Marijke de Boer' });
    await page.getByRole('link', { name: 'Report incident' }).click();
    await page.getByLabel('What happened').fill('Forklift near miss at dock 4');
    await page.getByRole('radio', { name: /Medium/ }).check({ force: true });
    await page.getByRole('button', { name: 'Report', exact: true }).click();
    await expect(page.getByText(/RTM-INC-\d{4}-0001/).first()).toBeVisible();

    const link = await company.link();
    await page.getByRole('button', { name: 'Not joined' }).click();
    await page.getByRole('menuitem', { name: 'Join your company' }).click();
    await page.getByLabel('Server address').fill(link.url);
    await page.getByLabel('One-time code').fill('AAAA-BBBB-CCCC');
    await page.getByLabel('Name of this console').fill('Dock office');
    await page.getByRole('button', { name: 'Join', exact: true }).click();
    await expect(page.getByText('This enrolment code is not known here.')).toBeVisible();
    await page.screenshot({ path: test.info().outputPath('join-refused.png') });
    await page.getByLabel('One-time code').fill(await company.foundingCode());
    await page.getByRole('button', { name: 'Join', exact: true }).click();
    await expectLink(page, 'Online');
    await expect(page.getByLabel('Console status')).toContainText('Nothing waiting');
    expect(await company.numbersAtServer()).toEqual([expect.stringMatching(/^RTM-INC-\d{4}-0001$/)]);
  } finally {
    await served.close();
    await company.close();
  }
});
