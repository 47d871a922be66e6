import type { Page } from '@playwright/test';
import type { Company } from '#tests/support/company.ts';
import { expectLink } from '#tests/support/console-page.ts';
import { launchConsole } from '#tests/support/launch-electron.ts';
import { SIGN_IN } from './fleet-company.ts';
import { type Spread, spread } from './measure.ts';
import { installProbe, type ReportTimes, reportAndTime } from './page-probe.ts';

const REPORTS = 60;
/** The first ones compile what the others run. */
const WARM_UP = 3;
const JOIN_TIMEOUT_MS = 60_000;

export type ReportFigures = {
  readonly sentMs: Spread;
  readonly committedMs: Spread;
  readonly shownMs: Spread;
  readonly paintedMs: Spread;
};

/** Joins a console of the company in `dataDir`, signs in, and reports incidents with the link up. */
export async function measureReports(company: Company, dataDir: string): Promise<ReportFigures> {
  const link = await company.link();
  const env = {
    FAIRLEAD_JOIN_URL: link.url,
    FAIRLEAD_JOIN_CODE: await company.code('AUR'),
    FAIRLEAD_DEVICE_NAME: 'Bridge',
  };
  const { page, close } = await launchConsole({ dataDir, env });
  try {
    await signIn(page);
    await expectLink(page, 'Online');
    await page.evaluate(installProbe);
    const times: ReportTimes[] = [];
    for (let index = 0; index < WARM_UP + REPORTS; index += 1) times.push(await report(page, index));
    await page.getByText('Nothing waiting').waitFor();
    const measured = times.slice(WARM_UP);
    return {
      sentMs: spread(measured.map((time) => time.sentMs)),
      committedMs: spread(measured.map((time) => time.committedMs)),
      shownMs: spread(measured.map((time) => time.shownMs)),
      paintedMs: spread(measured.map((time) => time.paintedMs)),
    };
  } finally {
    await close();
  }
}

async function report(page: Page, index: number): Promise<ReportTimes> {
  const title = `Hydraulic oil leak at hatch cover ${index}`;
  await page.evaluate(() => {
    location.hash = '#/incidents/new';
  });
  await page.getByLabel('What happened').fill(title);
  await page.getByRole('radio', { name: /High/ }).check({ force: true });
  await page.getByLabel('Place').fill('Hatch 3');
  return page.evaluate(reportAndTime, title);
}

async function signIn(page: Page): Promise<void> {
  // The first exchange brings the people; until then the page is that of a console without any.
  await page.locator('input[autocomplete=current-password]').waitFor({ timeout: JOIN_TIMEOUT_MS });
  await page.locator('input[autocomplete=username]').fill(SIGN_IN.name);
  await page.locator('input[autocomplete=current-password]').fill(SIGN_IN.passphrase);
  await page.locator('button[type=submit]').click();
  await page.getByRole('navigation').first().waitFor();
}
