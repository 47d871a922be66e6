import { Entry } from '#shared/sync/entry.ts';
import { PROTOCOL_VERSION } from '#shared/sync/limits.ts';
import type { JournalRequest, JournalResponse } from '#shared/sync/wire.ts';
import type { JournalTx, OrganisationTx } from '../storage/storage.ts';

const ROWS_MAX = 2_000;
const BUDGET_BYTES_MAX = 2 * 1024 * 1024;

type Asking = Pick<JournalRequest, 'from' | 'epoch' | 'budgetBytes'>;

/** What the server has of a device's own journal, for its store that was put back from a backup. */
export async function ownJournal(
  tx: JournalTx & Pick<OrganisationTx, 'organisation'>,
  deviceId: string,
  { from, epoch, budgetBytes }: Asking,
): Promise<JournalResponse> {
  const isContinuing = epoch === undefined || epoch === (await tx.organisation()).epoch;
  const range = { fromSeq: isContinuing ? from : 1, toSeq: Number.MAX_SAFE_INTEGER, rowsMax: ROWS_MAX };
  const stored = await tx.entriesBetween(deviceId, range);
  const budget = Math.min(budgetBytes, BUDGET_BYTES_MAX);
  let bytes = 0;
  const fitting = stored.filter(({ text }, index) => {
    bytes += text.length;
    return index === 0 || bytes <= budget;
  });
  return {
    protocol: PROTOCOL_VERSION,
    entries: fitting.map(({ text }) => Entry.parse(JSON.parse(text))),
    verdicts: fitting.map(({ verdict }) => verdict),
    more: fitting.length < stored.length || stored.length === ROWS_MAX,
  };
}
