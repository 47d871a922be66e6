import { may, visibleSites } from '#shared/access/can.ts';
import { must } from '#shared/kernel/assert.ts';
import { wallMsOf } from '#shared/kernel/clock.ts';
import type { Site } from '#shared/kernel/define-command.ts';
import type {
  CompanyCursor,
  CompanyJournalRequest,
  CompanyJournalResponse,
  ToldEntry,
} from '#shared/sync/company-journal.ts';
import { Entry } from '#shared/sync/entry.ts';
import { PROTOCOL_VERSION } from '#shared/sync/limits.ts';
import { hex } from '../crypto.ts';
import type { Device, ReceivedEntry, StorageTx } from '../storage/storage.ts';
import { personAsking } from './actor.ts';
import { exchangeError } from './errors.ts';
import { COMPANY_WIDE } from './scope.ts';

type Asked = Omit<CompanyJournalRequest, 'protocol' | 'deviceId'>;
type Sites = ReturnType<typeof visibleSites>;

const ROWS_AT_ONCE = 500;
/** Looked through for one answer; who asks for what is rare is given the place to go on from. */
const ROWS_MAX = 5_000;
/** Nothing arrives before it is done, but for consoles whose clock is ahead. */
const CLOCK_AHEAD_MS = 24 * 60 * 60_000;
const TEXT_CHARACTERS_MAX = 1_000_000;

/** Entries of the consoles that a person at an office may see, as they arrived, newest first. */
export async function companyJournal(
  tx: StorageTx,
  deviceId: string,
  asked: Asked,
): Promise<CompanyJournalResponse> {
  const device = must(await tx.device(deviceId), `device ${deviceId}`);
  const sites = await sitesOf(tx, device, asked.personId);
  const consoles = await consolesAt(tx, sites);
  const wanted = consoles.filter(
    ({ id, siteId }) =>
      (asked.siteId === null || siteId === asked.siteId) &&
      (asked.ofDeviceId === null || id === asked.ofDeviceId),
  );
  const found = await search(tx, asked, { deviceIds: wanted.map(({ id }) => id), sites });
  return { protocol: PROTOCOL_VERSION, ...found, consoles };
}

/** What the server itself knows of the person decides, whatever their console says. */
async function sitesOf(tx: StorageTx, device: Device, personId: string): Promise<Sites> {
  const site = must(await tx.site(device.siteId), `site ${device.siteId}`);
  if (site.kind !== 'office') throw exchangeError('journals-away-from-office');
  const actor = await personAsking(tx, personId, site);
  if (!may(actor, 'audit.read').allowed) throw exchangeError('journals-not-allowed', { name: actor.name });
  return visibleSites(actor);
}

async function consolesAt(tx: StorageTx, sites: Sites): Promise<CompanyJournalResponse['consoles']> {
  const known = new Map<string, Site | undefined>();
  const consoles: CompanyJournalResponse['consoles'] = [];
  for (const { id, name, siteId } of await tx.devices()) {
    if (!isVisible(siteId, sites)) continue;
    if (!known.has(siteId)) known.set(siteId, await tx.site(siteId));
    consoles.push({ id, name, siteId, siteName: known.get(siteId)?.name ?? '' });
  }
  return consoles;
}

async function search(
  tx: StorageTx,
  asked: Asked,
  { deviceIds, sites }: { deviceIds: readonly string[]; sites: Sites },
): Promise<Pick<CompanyJournalResponse, 'entries' | 'next'>> {
  const entries: ToldEntry[] = [];
  let before = asked.after;
  let characters = 0;
  if (deviceIds.length === 0) return { entries, next: null };
  for (let looked = 0; looked < ROWS_MAX; looked += ROWS_AT_ONCE) {
    const fromMs = Math.max(0, (asked.fromMs ?? 0) - CLOCK_AHEAD_MS);
    const range = { deviceIds, fromMs, before, rowsMax: ROWS_AT_ONCE };
    const rows = await tx.entriesReceived(range);
    for (const row of rows) {
      if (entries.length === asked.limit || characters > TEXT_CHARACTERS_MAX)
        return { entries, next: before };
      before = placeOf(row);
      if (!fits(row, asked, sites)) continue;
      entries.push(toldOf(row));
      characters += row.text.length;
    }
    if (rows.length < ROWS_AT_ONCE) return { entries, next: null };
  }
  return { entries, next: before };
}

function placeOf({ receivedAtMs, deviceId, seq }: ReceivedEntry): CompanyCursor {
  return { receivedAtMs, deviceId, seq };
}

function fits({ text }: ReceivedEntry, { fromMs, toMs, recordIds }: Asked, sites: Sites): boolean {
  const { hlc, changes } = Entry.parse(JSON.parse(text));
  const atMs = wallMsOf(hlc);
  if (fromMs !== null && atMs < fromMs) return false;
  if (toMs !== null && atMs >= toMs) return false;
  if (recordIds !== null && !changes.some(({ id }) => recordIds.includes(id))) return false;
  return changes.every(({ siteId }) => isVisible(siteId, sites));
}

function isVisible(siteId: string, sites: Sites): boolean {
  return sites === 'all' || siteId === COMPANY_WIDE || sites.includes(siteId);
}

function toldOf({ deviceId, seq, text, hash, verdict, receivedAtMs }: ReceivedEntry): ToldEntry {
  return { deviceId, seq, text, hash: hash === null ? null : hex(hash), verdict, receivedAtMs };
}
