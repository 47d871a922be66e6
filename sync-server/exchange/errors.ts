import { errorsOf } from '#shared/kernel/error-texts.ts';

/** Of work on records that the server lost: it is held until the console that made them sends them again. */
export const LOST_CODE = 'stale';

/** Why what a console sends, or asks to read, is refused: by its journal, who acted, or what stands at the server. */
export const exchangeError = errorsOf('server.exchange', {
  'schema-table-of-another-name': {
    code: 'invalid-input',
    message: 'The table of schema versions is not the one its name stands for.',
    field: 'schemaTable',
  },
  cloned: {
    code: 'cloned',
    message:
      'There are two consoles with the identity of this one: it was copied, or its backup was put to use elsewhere.',
    remedy: 'Enrol this one again as a new console with a new code; its unsent work goes along.',
  },
  'entries-unordered': {
    code: 'invalid-input',
    message: 'Entries come in ascending order and not beyond the end of the journal (entry {seq}).',
    field: 'entries',
  },
  'server-lacks-entries': {
    code: 'chain-broken',
    message: 'The server has entries up to {lastSeq} of this console, and not entry {missing}.',
    remedy: 'Send the journal again from entry {next}.',
  },
  'console-lacks-entries': {
    code: 'chain-behind',
    message: 'The server has entries up to {highestSeq} that this console does not know of.',
    remedy: 'The console was restored from a backup: it fetches its own entries from the server.',
  },
  'journal-forked': {
    code: 'chain-forked',
    message: "The journal of this console differs from the server's copy at or before entry {seq}.",
    remedy:
      'The console was restored or copied. Enrol it again as a new console with a new code; its unsent work goes along.',
  },
  'command-unknown': {
    code: 'command-unknown',
    message: 'The server does not know {command}.',
    remedy: 'Update the server; the console is newer.',
  },
  'record-named-twice': {
    code: 'invalid-input',
    message: 'An entry names each record once.',
    field: 'changes',
  },
  'write-not-declared': {
    code: 'write-not-declared',
    message: '{command} does not write {kind} records.',
  },
  'schema-too-new': {
    code: 'schema-too-new',
    message: 'The console writes {kind} records of version {version}; the server knows {own}.',
    remedy: 'Update the server.',
  },
  'person-unknown': { code: 'forbidden', message: '{name} is not known at the server.' },
  'person-of-another-site': { code: 'forbidden', message: '{name} does not belong to this site.' },
  'person-inactive': { code: 'forbidden', message: '{name} is no longer active.' },
  'needs-a-name': { code: 'forbidden', message: '{command} needs somebody with a name.' },
  'needs-a-person': { code: 'forbidden', message: '{command} needs a person who does it.' },
  'not-the-first-console': {
    code: 'forbidden',
    message: "Timers run at the site's first console, and this is number {station}.",
  },
  'record-lost': {
    code: LOST_CODE,
    message: 'The server was put back from a backup and waits for the console that made this record.',
  },
  'record-of-another-site': {
    code: 'record-out-of-scope',
    message: 'This record belongs to another site.',
    remedy: 'Ask that site, or the office, to change it.',
    field: 'siteId',
  },
  'person-may-not': {
    code: 'forbidden',
    message: '{name} may not do this here.',
    remedy: 'Ask an administrator.',
  },
  'console-may-not': {
    code: 'forbidden',
    message: 'The console may not do this here.',
    remedy: 'Ask an administrator.',
  },
  'field-reserved': { code: 'invalid-input', message: "A {op} can't set {field}." },
  'record-exists': {
    code: 'already-exists',
    message: 'This {record} exists at the server already.',
    field: 'id',
  },
  'record-deleted': { code: 'not-found', message: 'This {record} was deleted meanwhile.', field: 'id' },
  'record-unknown': { code: 'not-found', message: 'There is no such {record} at the server.', field: 'id' },
  'record-not-valid': { code: 'invalid-input', message: 'This {record} is not valid: {fault}' },
  'journals-away-from-office': {
    code: 'forbidden',
    message: 'The journals of other consoles are read at an office.',
  },
  'journals-not-allowed': { code: 'forbidden', message: '{name} may not read journals.' },
});
