import AxeBuilder from '@axe-core/playwright';
import { type BrowserContext, expect, type Page } from '@playwright/test';
import { brightestChannels } from './pixels.ts';

export const THEMES = ['light', 'dark', 'night'] as const;
export type Theme = (typeof THEMES)[number];

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Nothing that axe knows of keeps anybody from using the page. */
export async function expectAccessible(page: Page, theme: Theme): Promise<void> {
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        ({ playState, effect }) =>
          playState !== 'running' || effect?.getComputedTiming().iterations === Number.POSITIVE_INFINITY,
      ),
  );
  // At night the multiplied red hides contrast from a tool that reads style sheets.
  const rules = new AxeBuilder({ page }).withTags(WCAG);
  const { violations } = await (theme === 'night' ? rules.disableRules('color-contrast') : rules).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.target.join(' '))])).toEqual([]);
}

/** At night nothing but red lights up on a dark bridge. */
export async function expectNightColours(context: BrowserContext, screenshot: Buffer): Promise<void> {
  const { green, blue } = await brightestChannels(context, screenshot);
  expect([green > 8, blue > 8]).toEqual([false, false]);
}
