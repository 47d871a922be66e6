import type { Catalogue } from '../kernel/words.ts';

/** What the journal says of its notes. Keys stand in entries: they stay as they are. */
export const auditWords: Catalogue = {
  'audit.note.signed-in': 'Signed in',
  'audit.note.signed-out': 'Signed out',
  'audit.note.sign-in-failed': 'A sign-in failed',
  'audit.note.permission-denied': 'Was refused for want of permission',
  'audit.note.sensitive-read': 'Read a sensitive record',
  'audit.note.exported': 'Exported data',
  'audit.note.break-glass': 'Broke the glass',
  'audit.note.journal-exported': 'Exported the journal',
  'audit.note.diagnostics-made': 'Made a diagnostics bundle',
  'audit.note.setting-changed': 'Changed a setting of this console',
  'audit.note.device-revoked': 'Shut out the console {device} of {site}: {reason}',
  'audit.note.device-code-made': 'Made an enrolment code ({site})',
  'audit.note.device-code-withdrawn': 'Withdrew an enrolment code ({site})',
  'audit.note.job-steered': 'Job {job}: {act}',
  'audit.note.store-steered': 'Store of this console: {act}',
  'audit.note.store-restored': 'The store was put back from a backup',
  'audit.note.exchange-steered': 'Exchange with the server: {act}',
  'audit.note.refused-change-settled': 'Change {seq}, which the server had refused: {act}',
  'audit.note.sync-conflict': 'Another console had set the same ({fields})',
  'audit.note.export-removed': 'Deleted an export',
  'audit.note.exports-read': 'Looked at the exports of everybody',
  'audit.note.journal-read': 'Read the journal',
};
