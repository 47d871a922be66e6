import { auditEventOf, auditLabelKey } from '#shared/audit/notes.ts';
import { label } from '../words.ts';

const PARAMETER = /\{\w+\}/g;
/** What follows at the end is of one entry only: a reason, a list of fields. */
const ENDING = /(?:: …| \(…\))$/;

/** What a command does, in the words of its entries. A command of a newer program has its name alone. */
export function commandWords(command: string): string {
  const event = auditEventOf(command);
  const key = event === undefined ? `${command}.label` : auditLabelKey(event);
  const said = label({ key });
  return said === key ? command : said.replace(PARAMETER, '…').replace(ENDING, '');
}
