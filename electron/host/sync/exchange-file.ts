import { createHash } from 'node:crypto';
import type { Clock } from '#shared/kernel/clock.ts';
import { isoOf } from '#shared/kernel/clock.ts';
import { must } from '#shared/kernel/assert.ts';
import { decodeFrame, encodeFrame } from '#shared/sync/codec.ts';
import {
  EXCHANGE_FILE_ENDING,
  type ExchangeFileHeader,
  readExchangeFile,
  type ReadFile,
  writeExchangeFile,
} from '#shared/sync/exchange-file.ts';
import { type ExchangeRequest, ExchangeResponse } from '#shared/sync/wire.ts';
import type { Store } from '../store/store.ts';
import { type Applied, applyResponse } from './apply.ts';
import { compression } from './compression.ts';
import { deviceKey } from './device-key.ts';
import { syncError } from './errors.ts';
import { buildRequest } from './exchange.ts';
import { isSignedBy } from './signed-by.ts';

/** A stick holds more than a link: half of what a frame may be, before compression. */
const BUDGET_BYTES = 4 * 1024 * 1024;

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

export type SavedFile = { readonly fileName: string; readonly bytes: Uint8Array };

/** The exchange that would be next, every lane of it, as a file for the server. Nothing changes here. */
export function exportExchange(store: Store, clock: Clock): SavedFile {
  const nowMs = clock.now();
  const key = deviceKey(store);
  const request = buildRequest(store, { budgetBytes: BUDGET_BYTES, nowMs });
  const body = encodeFrame(request, compression);
  const header: ExchangeFileHeader = { deviceId: key.deviceId, madeAtMs: nowMs, asked: askedIn(request) };
  const bytes = writeExchangeFile({ kind: 'request', header, body }, sha256, (text) =>
    Buffer.from(key.sign(text), 'hex'),
  );
  const { code } = must(store.state.site, 'a console with a server has a site');
  return { fileName: fileName(code, nowMs, 'to-office'), bytes };
}

export function openExchangeFile(bytes: Uint8Array): ReadFile {
  return readExchangeFile(bytes, sha256);
}

/** Takes the server's answer in. Throws for one of another console, one nobody signed, and one that is out of date. */
export function importAnswer(store: Store, clock: Clock, file: ReadFile): Applied {
  if (file.header.deviceId !== store.state.deviceId) throw syncError('file-for-another');
  const { serverKey } = store.state.membership ?? {};
  if (serverKey === undefined || !isSignedBy(serverKey, file)) throw syncError('file-not-signed');
  const response = decodeFrame(ExchangeResponse, file.body, compression);
  const applied = applyResponse(store, file.header.asked, response, clock.now());
  if (applied.isStale) throw syncError('file-out-of-date');
  return applied;
}

export function fileName(siteCode: string, nowMs: number, way: 'to-office' | 'from-office'): string {
  const stamp = isoOf(nowMs).slice(0, 16).replaceAll(':', '');
  return `${siteCode}-${stamp}-${way}${EXCHANGE_FILE_ENDING}`;
}

function askedIn({ epoch, view, cursors, since, began, lanes, echo }: ExchangeRequest) {
  return { epoch, view, cursors, since, began, lanes, echo };
}
