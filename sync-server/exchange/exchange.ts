import { must } from '#shared/kernel/assert.ts';
import { PROTOCOL_VERSION } from '#shared/sync/limits.ts';
import type { ExchangeRequest, ExchangeResponse, Verdict } from '#shared/sync/wire.ts';
import type { Device, StorageTx } from '../storage/storage.ts';
import { readChain } from './chain.ts';
import { judgeEntry } from './judge.ts';
import { pull } from './pull.ts';

/**
 * One exchange: what the device sends is judged, then it is told what it does not know. Runs in one
 * transaction, so verdicts, records and the cursor speak of one state. A device applies the verdicts
 * first, then the records.
 */
export async function exchange(
  tx: StorageTx,
  deviceId: string,
  request: ExchangeRequest,
  nowMs: number,
): Promise<ExchangeResponse> {
  const device: Device = must(await tx.device(deviceId), `device ${deviceId}`);
  const site = must(await tx.site(device.siteId), `site ${device.siteId}`);
  const { judged, fresh } = await readChain(tx, device, request);
  const verdicts: Verdict[] = judged.map((entry) => entry.verdict);
  for (const link of fresh) verdicts.push(await judgeEntry({ tx, device, site, nowMs }, link));
  const head = fresh.at(-1);
  if (head !== undefined) await tx.setChainHead(device.id, head.entry.seq, head.hash);
  const { cursor, since, budgetBytes } = request;
  const page = await pull(tx, { device, site, cursor, since, budgetBytes });
  return { protocol: PROTOCOL_VERSION, serverTimeMs: nowMs, verdicts, ...page };
}
