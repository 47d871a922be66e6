import type { Actor } from '#shared/access/can.ts';
import type {
  ChainLinkState,
  CompanyItem,
  CompanyPage,
  CompanyPageInput,
} from '#shared/audit/company-view.ts';
import { must } from '#shared/kernel/assert.ts';
import { isoOf, msOf } from '#shared/kernel/clock.ts';
import {
  COMPANY_JOURNAL_PATH,
  COMPANY_RECORDS_MAX,
  CompanyJournalResponse,
  type ToldEntry,
} from '#shared/sync/company-journal.ts';
import { chainHashOfText, chainStart } from '#shared/sync/entry.ts';
import { bytesOfHex, hexOfBytes } from '#shared/sync/hex.ts';
import { PROTOCOL_VERSION } from '#shared/sync/limits.ts';
import { sha256 } from '../store/journal.ts';
import type { Store } from '../store/store.ts';
import { parseEntry } from '../sync/outbox.ts';
import { postForPerson } from '../sync/post.ts';
import type { ServerLink } from '../sync/server-link.ts';
import { changesOf, itemOf, verdictOf } from './entry-view.ts';
import { type PagesParts, recordsNamed } from './journal-pages.ts';

/** What other consoles did, as the server tells it to a person at an office. */
export async function companyPage(
  parts: PagesParts & { link(): ServerLink },
  actor: Actor,
  { filter, after, limit }: CompanyPageInput,
): Promise<CompanyPage> {
  const { store } = parts;
  const { siteId, deviceId: ofDeviceId, from, to, record } = filter;
  const records = record === null || record === '' ? null : recordsNamed(parts, actor, record);
  const ids = records && [...new Set(records.map(({ id }) => id))];
  const message = {
    protocol: PROTOCOL_VERSION,
    deviceId: must(store.state.deviceId, 'a store has a device id'),
    personId: actor.id,
    siteId,
    ofDeviceId,
    fromMs: from === null ? null : msOf(from),
    toMs: to === null ? null : msOf(to),
    recordIds: ids && ids.slice(0, COMPANY_RECORDS_MAX),
    after,
    limit,
  };
  const question = { path: COMPANY_JOURNAL_PATH, message, schema: CompanyJournalResponse };
  const { entries, next, consoles } = await postForPerson(parts.link(), question);
  const names = new Map(consoles.map((one) => [one.id, one]));
  const links = linksOf(entries);
  const items = entries.map((told, index) => {
    const { name = '', siteName = '' } = names.get(told.deviceId) ?? {};
    return { ...itemFrom(store, told), deviceName: name, siteName, link: links[index] ?? 'alone' };
  });
  return { items, next, consoles };
}

function itemFrom(store: Store, told: ToldEntry): Omit<CompanyItem, 'deviceName' | 'siteName' | 'link'> {
  const { deviceId, text, verdict, receivedAtMs } = told;
  const state = verdict.status === 'applied' ? 'applied' : 'rejected';
  return {
    ...itemOf(store, { entry: text, state }),
    deviceId,
    receivedAt: isoOf(receivedAtMs),
    verdict: verdictOf(JSON.stringify(verdict)),
    changes: parseEntry(text).changes.map((change) => changesOf(store, change, [])),
  };
}

/** Each entry against the one before it, where both are on the page. */
export function linksOf(
  entries: readonly Pick<ToldEntry, 'deviceId' | 'seq' | 'text' | 'hash'>[],
): ChainLinkState[] {
  const keyOf = (deviceId: string, seq: number) => `${deviceId}/${seq}`;
  const hashes = new Map(entries.map(({ deviceId, seq, hash }) => [keyOf(deviceId, seq), hash]));
  return entries.map(({ deviceId, seq, text, hash }) => {
    const before =
      seq === 1 ? hexOfBytes(chainStart(sha256, deviceId)) : hashes.get(keyOf(deviceId, seq - 1));
    if (hash === null || before === null || before === undefined) return 'alone';
    return hexOfBytes(chainHashOfText(sha256, bytesOfHex(before), text)) === hash ? 'proved' : 'broken';
  });
}
