import type { Verdict } from '#shared/sync/wire.ts';
import type { Store } from '../store/store.ts';
import { noteOfConsole } from './audit-notes.ts';

type Met = {
  readonly fields: readonly string[];
  readonly recordId: string;
  /** `theirs`, or something of both, when ours gave way. */
  readonly stands: 'ours' | 'theirs';
  /** Number of our entry, where it is known. */
  readonly entry?: number;
};

/**
 * Tells the journal of a change that met another one, which nobody here knew of. The console whose change came
 * second at the server says it, so that each conflict is noted once in the company.
 */
export function noteConflict(store: Store, { fields, ...met }: Met): void {
  noteOfConsole(store, { event: 'sync-conflict', params: { ...met, fields: fields.join(', ') } });
}

/** What gave way the server says with its verdict; of what prevailed it tells when it is asked (sync/conflicts.ts). */
export function noteOverridden(store: Store, verdict: Verdict): void {
  if (verdict.status !== 'applied') return;
  for (const { id, fields: gaveWay } of verdict.overridden) {
    const fields = Object.keys(gaveWay);
    if (fields.length > 0)
      noteConflict(store, { fields, recordId: id, stands: 'theirs', entry: verdict.seq });
  }
}
