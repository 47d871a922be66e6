import type { ExportedWitness } from '#shared/audit/export-format.ts';
import { hexOfBytes } from '#shared/sync/hex.ts';
import { type ChainWitness, witnessText } from '#shared/sync/witness.ts';
import type { Store } from '../store/store.ts';
import { isSignedBy } from '../sync/signed-by.ts';

/**
 * Takes the server's countersignature in, as a part of the transaction that runs. One that does not fit this journal, or
 * that the server did not sign, changes nothing: the one there is still says what it says.
 */
export function takeWitness(
  { state, journal }: Pick<Store, 'state' | 'journal'>,
  witness: ChainWitness,
): void {
  const { deviceId, membership } = state;
  const { seq, atMs, signature } = witness;
  const serverKey = membership?.serverKey;
  if (deviceId === undefined || serverKey === undefined || seq > journal.head().seq) return;
  const hash = hexOfBytes(journal.hashAt(seq));
  const signedText = witnessText(deviceId, { seq, atMs, hash });
  if (!isSignedBy(serverKey, { signedText, signatureHex: signature })) return;
  state.witness = { deviceId, seq, hash, atMs, serverKey, signature };
}

/** As an export of this console's journal carries it; one of a former identity speaks of another chain. */
export function exportedWitness({ state }: Pick<Store, 'state'>): ExportedWitness | null {
  const { deviceId, witness } = state;
  if (witness === undefined || witness.deviceId !== deviceId) return null;
  const { deviceId: _deviceId, ...exported } = witness;
  return exported;
}
