import { errorsOf } from '../../kernel/error-texts.ts';

/** Why what a site or the company says of itself is refused. */
export const settingsError = errorsOf('settings', {
  'site-founded': { code: 'already-set-up', message: 'This console has a site already.' },
  'not-its-own-site': {
    code: 'forbidden',
    message: 'A console founds only its own site, and only when it came with a founding code.',
    remedy: 'Ask the office to create the site.',
  },
  'office-only': {
    code: 'rule-broken',
    message: 'What holds for the whole company is said in an office.',
    remedy: 'Say it for this site, or ask the office.',
  },
});
