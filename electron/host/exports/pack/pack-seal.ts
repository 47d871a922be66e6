import { z } from 'zod';
import { PACK_FORMAT, type PackSealed } from '#shared/audit/pack-format.ts';
import { must } from '#shared/kernel/assert.ts';
import { hexOfBytes } from '#shared/sync/hex.ts';
import { exportedWitness } from '../../audit/witness.ts';
import type { SqliteConnection } from '../../store/connection.ts';
import { ConsoleState } from '../../store/console-state.ts';
import { connectionOf } from '../../store/rx-storage/connection.ts';
import { keyIn } from '../../sync/device-key.ts';

/** What a pack says of the console that made it, and what signs it. */
export type PackSeal = { readonly sealed: PackSealed; sign(text: string): string };

const Head = z.object({ seq: z.int(), hash: z.instanceof(Uint8Array) });

/** Beside the host, with the key that the host has made, at the journal's head of this moment. */
export function packSealOf(db: SqliteConnection): PackSeal {
  const state = new ConsoleState(db);
  const key = must(keyIn(state), 'the console has a key before it seals');
  const { seq, hash } = Head.parse(
    connectionOf(db).statement('SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1').get(),
  );
  return {
    sealed: {
      format: PACK_FORMAT,
      console: { deviceId: key.deviceId, publicKey: key.publicKeyHex },
      journal: { seq, hash: hexOfBytes(hash) },
      witness: exportedWitness({ state }),
    },
    sign: (text) => key.sign(text),
  };
}
