import type { Entry } from '../sync/entry.ts';

/**
 * What the journal tells besides changes: who came and went, who saw or took along what, who was refused. Such an
 * entry stands in the chain like any other and changes nothing.
 */
export const AUDIT_EVENTS = [
  'signed-in',
  'signed-out',
  'sign-in-failed',
  'permission-denied',
  'sensitive-read',
  'exported',
  'break-glass',
  'journal-exported',
  'diagnostics-made',
  'setting-changed',
  'device-revoked',
  'device-code-made',
  'device-code-withdrawn',
  'job-steered',
  'store-steered',
  'store-restored',
  'exchange-steered',
  'refused-change-settled',
  'sync-conflict',
  'export-removed',
  'exports-read',
  'journal-read',
] as const;
export type AuditEvent = (typeof AUDIT_EVENTS)[number];

const COMMANDS: ReadonlyMap<string, AuditEvent> = new Map(
  AUDIT_EVENTS.map((event) => [auditCommand(event), event]),
);

/** The command under which an event stands in the journal. No domain is called `audit`, so nothing runs it. */
export function auditCommand(event: AuditEvent): `audit.${AuditEvent}` {
  return `audit.${event}`;
}

export function auditEventOf(command: string): AuditEvent | undefined {
  return COMMANDS.get(command);
}

/** The text by which a reader is told of the event. */
export function auditLabelKey(event: AuditEvent): string {
  return `audit.note.${event}`;
}

/** Whether an entry is a note and nothing else. */
export function isAuditNote({
  command,
  label,
  changes,
}: Pick<Entry, 'command' | 'label' | 'changes'>): boolean {
  const event = auditEventOf(command);
  return event !== undefined && changes.length === 0 && label.key === auditLabelKey(event);
}
