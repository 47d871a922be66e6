import { readFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { must } from '#shared/kernel/assert.ts';

export type JournalVerdict = {
  readonly state: 'valid' | 'bad';
  readonly badSeq?: number;
  readonly message: string;
  readonly withheld?: number;
  /** What the server's countersignature proves, in words. */
  readonly witness?: string;
};
export type JournalVerifier = {
  verifyJournal(text: string, serverKey?: string): Promise<JournalVerdict>;
  isSignedPlain(publicKey: Uint8Array, signature: Uint8Array, message: Uint8Array): boolean;
};

/** The script of the page that is given along, as a browser runs it; without WebCrypto if that is asked. */
export function journalVerifier(crypto: Crypto | undefined = globalThis.crypto): JournalVerifier {
  const page = readFileSync(
    path.join(import.meta.dirname, '../../renderer/public/verify-journal.html'),
    'utf8',
  );
  const script = must(/<script>([\s\S]*)<\/script>/.exec(page)?.[1], 'the script of the page');
  const context = vm.createContext({
    crypto,
    TextEncoder,
    TextDecoder,
    Uint8Array,
    Int32Array,
    DataView,
    ArrayBuffer,
  });
  vm.runInContext(script, context);
  // What the script says it offers.
  return context as unknown as JournalVerifier;
}
