import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { LIVE_BODY_BYTES_MAX } from '#shared/sync/live.ts';
import { PARTS_PATH } from '#shared/sync/parts.ts';
import { httpTransport } from '#host/sync/http-transport.ts';
import type { SyncTransport } from '#host/sync/transport.ts';
import type { SimConsole } from '../simulation/sim-console.ts';
import { Fleet, until } from './fleet.ts';
import type { FrailLink } from './frail-link.ts';

const INCIDENTS = 80;
const BYTES_PER_CONNECTION = 30_000;

let fleet: Fleet;
let ship: SimConsole;
let office: SimConsole;
let officeLink: FrailLink;
/** What the office asked for besides its live connection, as method and offset. */
let asked: string[] = [];
let onParts: () => void = () => undefined;

beforeEach(async () => {
  fleet = await Fleet.start();
  officeLink = await fleet.link();
  ship = await fleet.join('AUR', await fleet.link());
  office = await fleet.join('OFF', officeLink, { isLive: true, transportTo: tapped });
  await until(() => office.sync.service.status().isLive && office.sync.service.status().phase === 'idle');
  asked = [];
  onParts = () => undefined;
});

afterEach(() => fleet.close());

function tapped(serverUrl: string): SyncTransport {
  const inner = httpTransport(serverUrl);
  return {
    ...inner,
    request(request) {
      const { pathname, searchParams } = new URL(request.path, serverUrl);
      asked.push(`${request.method} ${searchParams.get('offset') ?? pathname}`);
      if (pathname.startsWith(PARTS_PATH)) onParts();
      return inner.request(request);
    },
  };
}

/** More at once than a live connection carries, and nothing that compression makes smaller. */
async function reportMuch(): Promise<void> {
  for (let nth = 0; nth < INCIDENTS; nth += 1) {
    const description = randomBytes(1_400).toString('base64');
    ship.run(incidentCommands.report, { title: `Oil ${nth}`, severity: 'low', description });
  }
  await ship.sync.service.now();
}

const incidentsAt = (at: SimConsole) => at.records().filter(({ kind }) => kind === 'incident');

it('too large for a live connection, is fetched beside it', async () => {
  await reportMuch();
  await until(() => incidentsAt(office).length === INCIDENTS);

  expect(incidentsAt(office)).toEqual(incidentsAt(ship));
  expect(asked).toEqual(['GET 0']);
  expect(officeLink.bytesDown).toBeGreaterThan(LIVE_BODY_BYTES_MAX);
});

it('goes on where it was when the connection breaks while it is fetched', async () => {
  onParts = () => {
    onParts = () => undefined;
    officeLink.breakAfter(BYTES_PER_CONNECTION);
  };
  await reportMuch();
  await until(() => incidentsAt(office).length === INCIDENTS);

  const offsets = asked.flatMap((request) => {
    const offset = /^GET (\d+)$/.exec(request)?.[1];
    return offset === undefined ? [] : [Number(offset)];
  });
  expect(incidentsAt(office)).toEqual(incidentsAt(ship));
  expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
  expect(offsets.at(-1)).toBeGreaterThan(2 * (BYTES_PER_CONNECTION - 2_000));
});
