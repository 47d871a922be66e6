import AxeBuilder from '@axe-core/playwright';
import { type BrowserContext, expect, type Page } from '@playwright/test';
import { brightestChannels } from './pixels.ts';

export const THEMES = ['light', 'dark', 'night'] as const;
export type Theme = (typeof THEMES)[number];

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** From the next page on that is opened. */
export async function wearFromStart(page: Page, theme: Theme): Promise<void> {
  await page.addInitScript((name) => localStorage.setItem('fairlead.theme', name), theme);
}

/** On the page that is open. */
export async function wear(page: Page, theme: Theme): Promise<void> {
  await page.evaluate((name) => localStorage.setItem('fairlead.theme', name), theme);
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-vision', theme);
}

/** What a theme can spoil. The rest is the same page in every theme, and is looked at in the light one. */
const OF_THEMES: { readonly [theme in Exclude<Theme, 'light'>]: string[] } = {
  dark: ['color-contrast', 'link-in-text-block', 'target-size'],
  // The multiplied red hides colours from a tool that reads style sheets: `expectNightColours` looks at the picture.
  night: ['target-size'],
};

/** Nothing that axe knows of keeps anybody from using the page. Whoever looks at another theme looks at light too. */
export async function expectAccessible(page: Page, theme: Theme): Promise<void> {
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        ({ playState, effect }) =>
          playState !== 'running' || effect?.getComputedTiming().iterations === Number.POSITIVE_INFINITY,
      ),
  );
  // Legacy mode: without frames there is nothing to gather from them, which takes a page of its own each time.
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  const rules = theme === 'light' ? axe.withTags(WCAG) : axe.withRules(OF_THEMES[theme]);
  const { violations } = await rules.analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.target.join(' '))])).toEqual([]);
}

/** At night nothing but red lights up on a dark bridge. */
export async function expectNightColours(context: BrowserContext, screenshot: Buffer): Promise<void> {
  const { green, blue } = await brightestChannels(context, screenshot);
  expect([green > 8, blue > 8]).toEqual([false, false]);
}
