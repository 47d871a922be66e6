import { errorsOf } from '#shared/kernel/error-texts.ts';

const KEPT = 'Everything you did is kept on this console and will be sent later.';

/** Why this console and its company's server could not exchange something, and what to do then. */
export const syncError = errorsOf('sync-client', {
  'address-unusable': {
    code: 'invalid-input',
    message: '{text} is not the address of a server.',
    remedy: 'It starts with https:// and your office knows it.',
    field: 'serverUrl',
  },
  'code-for-another-site': {
    code: 'already-set-up',
    message: 'This console belongs to {ownSite}; the code is for {otherSite}.',
    remedy: 'Ask for a code for {ownSite}, or join from a console with an empty data folder.',
  },
  'not-joined': {
    code: 'not-set-up',
    message: 'This console belongs to no company server.',
    remedy: 'Join one with a code from an administrator.',
  },
  unreachable: {
    code: 'server-unreachable',
    message: "The server can't be reached ({reason}).",
    remedy: `Check the link and the server's address. ${KEPT}`,
  },
  nonsense: {
    code: 'server-nonsense',
    message: 'What answered is not what a Fairlead server says ({reason}).',
    remedy: `Check the server's address, and whether the network wants you to sign in on a web page first. ${KEPT}`,
  },
  'answer-not-taken': {
    code: 'server-nonsense',
    message: "The server's answer could not be taken in ({reason}).",
    remedy: 'Nothing is lost and it is tried again. If it stays, send the log to your support.',
  },
  'answer-not-kept': {
    code: 'disk-full',
    message: 'The disk of this console is full, so what the server sent could not be kept.',
    remedy: 'Free some space. Nothing is lost: the server sends it again by itself.',
  },
  'file-for-another': {
    code: 'invalid-input',
    message: 'This answer is for another console.',
    remedy: 'Bring it to the console that saved the file it answers.',
  },
  'file-not-signed': {
    code: 'signature-wrong',
    message: "This answer is not signed by this company's server.",
    remedy: 'Ask the office for the file again. If it happens again, somebody has made it up.',
  },
  'file-out-of-date': {
    code: 'stale',
    message: 'This answer was taken in already, or newer ones were. Nothing has changed.',
    remedy: 'Save a new file for the office if there is work that waits.',
  },
  'refusal-settled': {
    code: 'not-found',
    message: 'This command needs no attention any more.',
    remedy: 'Somebody has tried it again or discarded it already.',
    field: 'seq',
  },
  'refused-input-lost': {
    code: 'not-found',
    message: 'What was entered for this command was lost when this console was put back from a backup.',
    remedy: 'Do it once more yourself if it still has to be done, and discard this.',
    field: 'seq',
  },
});
