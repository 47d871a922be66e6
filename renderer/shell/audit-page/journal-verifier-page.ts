import { verifierPage } from '#shared/audit/verifier/verifier-page.ts';
import template from './verify-journal.html?raw';

/** What is given along with an exported journal, to check it without this program. */
export function journalVerifierPage(): string {
  return verifierPage(template);
}
