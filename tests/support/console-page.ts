import { expect, type Locator, type Page } from '@playwright/test';
import type { Company } from './company.ts';

export const PASSPHRASE = 'following seas';

/** Through the first-run pages: joins the company, creates the first administrator, and is signed in. */
export async function joinCompany(
  page: Page,
  join: { serverUrl: string; code: string; deviceName: string; administrator: string },
): Promise<void> {
  await page.getByRole('button', { name: /Join your company/ }).click();
  await page.getByLabel('Server address').fill(join.serverUrl);
  await page.getByLabel('One-time code').fill(join.code);
  await page.getByLabel('Name of this console').fill(join.deviceName);
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await page.getByLabel('Full name').fill(join.administrator);
  await page.getByLabel('Sign-in name').fill('admin');
  await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await page.getByLabel('Passphrase again').fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Create administrator' }).click();
  await expect(page.getByRole('navigation')).toBeVisible();
}

/** Both new consoles of a company become its own: the vessel's and the office's, each by its way to the server. */
export async function joinAuroraAndOffice(
  company: Company,
  vessel: { readonly page: Page; readonly serverUrl: string },
  office: { readonly page: Page; readonly serverUrl: string },
): Promise<void> {
  await joinCompany(vessel.page, {
    serverUrl: vessel.serverUrl,
    code: await company.code('AUR'),
    deviceName: 'Bridge',
    administrator: 'Ines Duarte',
  });
  await joinCompany(office.page, {
    serverUrl: office.serverUrl,
    code: await company.code('OFF'),
    deviceName: 'Operations desk',
    administrator: 'Petros Stamou',
  });
}

/** Through the first-run pages: a site of its own, with no company yet; its first administrator is signed in. */
export async function startSite(
  page: Page,
  site: { name: string; code: string; administrator: string },
): Promise<void> {
  await page.getByRole('button', { name: /Start a new site here/ }).click();
  await page.getByLabel('Name of the site').fill(site.name);
  await page.getByLabel('Site code').fill(site.code);
  await page.getByLabel('Full name').fill(site.administrator);
  await page.getByLabel('Sign-in name').fill('admin');
  await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await page.getByLabel('Passphrase again').fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Start this site' }).click();
  await expect(page.getByRole('navigation')).toBeVisible();
}

/** A part of a page under a heading of its own. */
export function panel(page: Page, name: string): Locator {
  return page.getByRole('region', { name, exact: true });
}

/** The status bar's word for the link. */
export async function expectLink(page: Page, state: 'Online' | 'Offline'): Promise<void> {
  await expect(page.getByLabel('Console status').getByText(state, { exact: true })).toBeVisible({
    timeout: 20_000,
  });
}

export async function openIncident(page: Page, title: string): Promise<void> {
  await page
    .getByRole('link', { name: /^Incidents/ })
    .first()
    .click();
  await page.getByText(title).first().click();
  await expect(page.getByRole('heading', { name: title })).toBeVisible();
}

/** Says of every open action of an incident, on its tab, that it is done. */
export async function completeActions(page: Page): Promise<void> {
  const open = page.getByRole('region', { name: 'Open', exact: true }).getByRole('listitem');
  await expect(open.first()).toBeVisible();
  for (let left = await open.count(); left > 0; left -= 1) {
    await open.first().getByRole('button', { name: 'Done', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click();
    await expect(open).toHaveCount(left - 1);
  }
}

/** Chooses from the menu of whoever is signed in, by keys alone. */
export async function chooseInPersonMenu(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: /^Signed in as/ }).press('Enter');
  const item = page.getByRole('menuitem', { name });
  await expect(item).toBeVisible();
  await expect(async () => {
    // While it opens, the menu takes the focus for itself, and with it a key that was meant for the entry.
    if (await item.isVisible()) await item.press('Enter', { timeout: 1_000 });
    await expect(item).toBeHidden({ timeout: 1_000 });
  }).toPass();
}
