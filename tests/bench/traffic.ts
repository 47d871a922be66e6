import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { Company } from '#tests/support/company.ts';
import { expectLink, joinCompany, openIncident } from '#tests/support/console-page.ts';
import { type LaunchedConsole, launchConsole } from '#tests/support/launch-electron.ts';
import type { Link, LinkRequest } from '#tests/support/link.ts';
import { percentile } from './measure.ts';

const PHOTO = path.join(import.meta.dirname, '../fixtures/photo.png');
const ROUNDS = 3;
const IDLE_MS = 20_000;
const WAIT = { timeout: 90_000 };
/** An idle exchange's counters grow by a byte now and then. */
const IDLE_SLACK_BYTES = 16;

export type Traffic = { readonly requests: number; readonly bytesUp: number; readonly bytesDown: number };
export type TrafficFigures = {
  readonly photoBytes: number;
  readonly idlePoll: Traffic;
  readonly idlePollsPerMinute: number;
  readonly without: { readonly vessel: Traffic; readonly office: Traffic };
  readonly withPhoto: { readonly vessel: Traffic; readonly office: Traffic };
  /** Of one round with a photo, in order. */
  readonly vesselRequests: readonly LinkRequest[];
  readonly officeRequests: readonly LinkRequest[];
};

type Side = LaunchedConsole & { readonly link: Link };
type Round = { readonly vessel: readonly LinkRequest[]; readonly office: readonly LinkRequest[] };

/** What passes at the socket when the link comes back after an incident was reported and escalated twice. */
export async function measureTraffic(): Promise<TrafficFigures> {
  const company = await Company.start();
  const sides: Side[] = [];
  try {
    const vessel = await join(company, 'AUR', 'Bridge', 'Ines Duarte');
    sides.push(vessel);
    const office = await join(company, 'OFF', 'Operations desk', 'Petros Stamou');
    sides.push(office);
    const rounds: Round[] = [];
    for (let round = 0; round < 2 * ROUNDS; round += 1) {
      rounds.push(await measureRound({ company, vessel, office, round, photo: round % 2 === 1 }));
    }
    vessel.link.takeRequests();
    await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
    const polls = vessel.link.takeRequests();
    const idlePoll = median(polls.map((poll) => sum([poll])));
    const busy = rounds.map(({ vessel: ship, office: shore }) => ({
      vessel: ship.filter((request) => !isIdle(request, idlePoll)),
      office: shore.filter((request) => !isIdle(request, idlePoll)),
    }));
    return {
      photoBytes: fs.statSync(PHOTO).size,
      idlePoll,
      idlePollsPerMinute: Math.round((polls.length * 60_000) / IDLE_MS),
      without: medians(busy.filter((_, round) => round % 2 === 0)),
      withPhoto: medians(busy.filter((_, round) => round % 2 === 1)),
      vesselRequests: busy.at(-1)?.vessel ?? [],
      officeRequests: busy.at(-1)?.office ?? [],
    };
  } finally {
    for (const side of sides) await side.close();
    await company.close();
  }
}

async function join(company: Company, site: 'AUR' | 'OFF', deviceName: string, administrator: string) {
  const link = await company.link();
  const launched = await launchConsole(company.console(site));
  const code = await company.code(site);
  await joinCompany(launched.page, { serverUrl: link.url, code, deviceName, administrator });
  return { ...launched, link };
}

async function measureRound(parts: {
  company: Company;
  vessel: Side;
  office: Side;
  round: number;
  photo: boolean;
}): Promise<Round> {
  const { company, vessel, office, round, photo } = parts;
  const title = `Fire in engine room, separator ${round}`;
  await expectLink(vessel.page, 'Online');
  await nothingWaiting(vessel.page);
  await nothingWaiting(office.page);
  vessel.link.cut();
  await expectLink(vessel.page, 'Offline');
  await report(vessel.page, title, photo);
  company.passMinutes(15);
  await vessel.page.getByText('Nobody acknowledged in time: escalated to level 2').waitFor(WAIT);
  vessel.link.takeRequests();
  office.link.takeRequests();

  vessel.link.restore();
  await expect(vessel.page.getByLabel('Console status').getByText('Online', { exact: true })).toBeVisible(
    WAIT,
  );
  await openIncident(office.page, title);
  if (photo) await office.page.getByRole('img', { name: /photo\.png/ }).waitFor(WAIT);
  await expect(vessel.page.getByLabel('Console status')).not.toContainText('photo', WAIT);
  await nothingWaiting(vessel.page);
  const passed = { vessel: vessel.link.takeRequests(), office: office.link.takeRequests() };

  await office.page.getByRole('button', { name: 'Acknowledge', exact: true }).click();
  await vessel.page.getByText('Acknowledged by Petros Stamou').waitFor(WAIT);
  return passed;
}

async function report(page: Page, title: string, photo: boolean): Promise<void> {
  await page.evaluate(() => {
    location.hash = '#/incidents/new';
  });
  await page.getByLabel('What happened').fill(title);
  await page.getByRole('radio', { name: /Critical/ }).check({ force: true });
  await page.getByLabel('Place').fill('Engine room');
  if (photo) {
    await page.locator('input[type=file]').setInputFiles(newPhoto());
    await page.getByText('photo.png').waitFor();
  }
  const submit = page.getByRole('button', { name: 'Report', exact: true });
  await submit.click();
  await page.getByRole('heading', { name: title }).waitFor();
  await page.getByText('Escalated to level 1 at once, because it is critical').waitFor();
}

/** The same picture with other bytes behind its end: a file that is known already would not travel. */
function newPhoto() {
  return {
    name: 'photo.png',
    mimeType: 'image/png',
    buffer: Buffer.concat([fs.readFileSync(PHOTO), randomBytes(16)]),
  };
}

async function nothingWaiting(page: Page): Promise<void> {
  await expect(page.getByLabel('Console status')).toContainText('Nothing waiting', WAIT);
}

function isIdle(request: LinkRequest, idle: Traffic): boolean {
  const isAsSmall = (bytes: number, idleBytes: number) => bytes <= idleBytes + IDLE_SLACK_BYTES;
  return (
    request.path === '/v1/sync' &&
    isAsSmall(request.bytesUp, idle.bytesUp) &&
    isAsSmall(request.bytesDown, idle.bytesDown)
  );
}

function medians(rounds: readonly Round[]): { vessel: Traffic; office: Traffic } {
  return {
    vessel: median(rounds.map((round) => sum(round.vessel))),
    office: median(rounds.map((round) => sum(round.office))),
  };
}

function sum(requests: readonly LinkRequest[]): Traffic {
  return {
    requests: requests.length,
    bytesUp: requests.reduce((bytes, request) => bytes + request.bytesUp, 0),
    bytesDown: requests.reduce((bytes, request) => bytes + request.bytesDown, 0),
  };
}

function median(all: readonly Traffic[]): Traffic {
  const of = (field: keyof Traffic) =>
    percentile(
      all.map((one) => one[field]),
      0.5,
    );
  return { requests: of('requests'), bytesUp: of('bytesUp'), bytesDown: of('bytesDown') };
}
