import { readFileSync } from 'node:fs';
import path from 'node:path';
import { verifierPage } from '#shared/audit/verifier/verifier-page.ts';
import { offeredBy } from './verifier-page.ts';

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

/** The page that is given along with a journal, as the program makes it. */
export function journalPage(): string {
  const template = path.join(import.meta.dirname, '../../renderer/shell/audit-page/verify-journal.html');
  return verifierPage(readFileSync(template, 'utf8'));
}

export function journalVerifier(how: { readonly hasWebCrypto?: boolean } = {}): JournalVerifier {
  // What its script says it offers.
  return offeredBy(journalPage(), how) as JournalVerifier;
}
