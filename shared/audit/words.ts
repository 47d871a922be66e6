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
};
