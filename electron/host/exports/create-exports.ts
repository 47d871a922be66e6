import type { Logger } from 'pino';
import type { Clock } from '#shared/kernel/clock.ts';
import type { AuditNotes } from '../audit/audit-notes.ts';
import { blobFormatsOf } from '../attachments/blob-formats.ts';
import type { HostServices } from '../services.ts';
import type { Store } from '../store/store.ts';
import { Exports } from './exports.ts';
import type { ExportsService } from './exports-service.ts';

/** Puts the exports of a console together; what an earlier process left half done is put right at once. */
export function createExports(parts: {
  readonly store: Store;
  readonly runJob: HostServices['runJob'];
  readonly dataFolder: string;
  readonly encryption: 'on' | 'off';
  readonly audit: AuditNotes;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'error'>;
  readonly keepFilesDays?: () => number;
}): { readonly service: ExportsService; close(): Promise<void> } {
  const { store, runJob, dataFolder, encryption, audit, clock, log, keepFilesDays } = parts;
  const format = blobFormatsOf(store.state, encryption === 'on').writing;
  const service = new Exports({ store, runJob, dataFolder, audit, clock, log, format, keepFilesDays });
  service.putRight();
  return { service, close: () => service.close() };
}
