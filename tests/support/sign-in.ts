import { expect, type Page } from '@playwright/test';
import { PASSPHRASE } from './console-page.ts';

type Credentials = {
  /** The first administrator, unless told. */
  readonly name?: string;
  readonly passphrase?: string;
  /** What sends the form off. */
  readonly by?: 'button' | 'Enter';
};

/** Opens a console in a browser and signs in; `at` is where to go from there, such as `#/incidents`. */
export async function signIn(
  page: Page,
  url: string,
  { at, ...credentials }: Credentials & { readonly at?: string } = {},
): Promise<void> {
  await page.goto(url);
  await submitSignIn(page, credentials);
  await expect(page.getByRole('navigation').first()).toBeVisible();
  if (at !== undefined) await page.goto(`${url}${at}`);
}

/** On the page that asks for it. What comes of it is for the caller to look at. */
export async function submitSignIn(
  page: Page,
  { name = 'admin', passphrase = PASSPHRASE, by = 'button' }: Credentials = {},
): Promise<void> {
  await page.getByLabel('Sign-in name').fill(name);
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  if (by === 'Enter') await page.keyboard.press('Enter');
  else await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}
