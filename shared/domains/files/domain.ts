import { defineDomain } from '../../kernel/define-domain.ts';
import { attachment } from './schema.ts';

/** Attachments are written by the commands of the record they belong to; this domain only says what they are. */
export const filesDomain = defineDomain({
  name: 'files',
  entities: [attachment],
  commands: {},
  queries: {},
  timers: [],
  words: {},
  readModels: [],
});
