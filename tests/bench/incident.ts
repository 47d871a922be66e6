/**
 * Measures one critical incident in the built program, in a real Electron with a real sync server: how long it takes
 * from "Report" to committed and on screen, and what passes at the socket over a narrow link, its photo left on
 * board: `npm run bench:incident`. Prints everything as one JSON line. Asserts nothing: the times belong to
 * the machine they were taken on.
 */
import os from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { expect, type Page } from '@playwright/test';
import { Company } from '#tests/support/company.ts';
import { expectLink, joinCompany } from '#tests/support/console-page.ts';
import { launchConsole } from '#tests/support/launch-electron.ts';
import type { Link, LinkCount } from '#tests/support/link.ts';
import { hasScreen } from '../../scripts/lib/has-screen.ts';
import { percentile, spread } from './measure.ts';
import { installProbe, type ReportTimes, reportAndTime } from './page-probe.ts';

const PHOTO = path.join(import.meta.dirname, '../fixtures/photo.png');
const REPORTS = 20;
/** The first ones compile what the others run, and open the connection that stays. */
const WARM_UP = 2;
const WAIT = { timeout: 120_000 };
/** All but the journal's note of who chose the kind of link, which is bulk. */
const NOTE_WAITS = /[^\d]1 waiting/;

if (hasScreen()) await measure();
else process.exitCode = againUnderScreen();

async function measure(): Promise<void> {
  const load = os.loadavg()[0] ?? 0;
  const company = await Company.start();
  const link = await company.link();
  const vessel = await launchConsole(company.console('aurora'));
  try {
    const { page } = vessel;
    page.setDefaultTimeout(WAIT.timeout);
    const code = await company.code('AUR');
    const join = { serverUrl: link.url, code, deviceName: 'Bridge', administrator: 'Ines Duarte' };
    await joinCompany(page, join);
    await expectLink(page, 'Online');
    await goNarrow(page);
    await page.evaluate(installProbe);
    const all: { times: ReportTimes; bytes: LinkCount }[] = [];
    for (let index = 0; index < WARM_UP + REPORTS; index += 1) {
      all.push(await reportOne({ page, company, link }, index));
    }
    const measured = all.slice(WARM_UP);
    const median = (of: (bytes: LinkCount) => number) =>
      percentile(
        measured.map(({ bytes }) => of(bytes)),
        0.5,
      );
    console.log(
      JSON.stringify({
        reports: measured.length,
        load: Math.round(load * 10) / 10,
        cores: os.cpus().length,
        committedMs: spread(measured.map(({ times }) => times.committedMs)),
        shownMs: spread(measured.map(({ times }) => times.shownMs)),
        paintedMs: spread(measured.map(({ times }) => times.paintedMs)),
        bytesUp: median(({ bytesUp }) => bytesUp),
        bytesDown: median(({ bytesDown }) => bytesDown),
      }),
    );
  } finally {
    await vessel.close();
    await company.close();
  }
}

/** On such a link the photo stays on board. */
async function goNarrow(page: Page): Promise<void> {
  await page.evaluate(() => {
    location.hash = '#/sync';
  });
  await page.getByRole('combobox', { name: 'Kind of link in use' }).click();
  await page.getByRole('option', { name: 'Narrowband' }).click();
  await expect(page.getByLabel('Console status')).toContainText('Narrowband', WAIT);
}

type Parts = { readonly page: Page; readonly company: Company; readonly link: Link };

async function reportOne({ page, company, link }: Parts, index: number) {
  const title = `Fire in engine room, separator ${index}`;
  const before = (await company.numbersAtServer()).length;
  await page.evaluate(() => {
    location.hash = '#/incidents/new';
  });
  await page.getByLabel('What happened').fill(title);
  await page.getByRole('radio', { name: /Critical/ }).check({ force: true });
  await page.getByLabel('Place').fill('Engine room');
  await page.locator('input[type=file]').setInputFiles(PHOTO);
  // The form takes the photo up before it can be sent.
  await expect(page.getByRole('button', { name: 'Report', exact: true })).toBeEnabled(WAIT);
  await page.getByText('photo.png').waitFor();
  link.count();
  const times = await page.evaluate(reportAndTime, title);
  await expect.poll(async () => (await company.numbersAtServer()).length, WAIT).toBe(before + 1);
  // The server's answer is on its way then.
  await expect(page.getByLabel('Console status')).toContainText(NOTE_WAITS, WAIT);
  return { times, bytes: link.count() };
}

function againUnderScreen(): number {
  const args = ['-a', process.execPath, import.meta.filename];
  const { status, error } = spawnSync('xvfb-run', args, { stdio: 'inherit' });
  if (error !== undefined) throw error;
  return status ?? 1;
}
