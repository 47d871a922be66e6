import { z } from 'zod';
import { may } from '../../access/can.ts';
import { refusal } from '../../access/say.ts';
import type { CommandContext } from '../../kernel/define-command.ts';
import { plainFileName } from '../../kernel/file-name.ts';
import type { RecordId } from '../../kernel/ids.ts';
import { attachment, type FileKind } from '../files/schema.ts';
import { record } from './events.ts';
import type { Incident } from './schema.ts';

/** A file whose bytes the console already holds (see the attachments procedures of the host). */
export const AttachedFile = z.object({
  sha256: attachment.schema.shape.sha256,
  sizeBytes: attachment.schema.shape.sizeBytes,
  mediaType: attachment.schema.shape.mediaType,
  // A draft that was begun before there were previews has none.
  previewSha256: attachment.schema.shape.previewSha256.default(null),
  previewSizeBytes: attachment.schema.shape.previewSizeBytes.default(null),
  fileName: attachment.schema.shape.fileName.refine(
    (name) => plainFileName(name) === name,
    'A file name without folders and hidden characters.',
  ),
});
export type AttachedFile = z.infer<typeof AttachedFile>;

export function attach(
  context: CommandContext,
  to: Pick<Incident, 'id' | 'siteId'>,
  file: AttachedFile,
  fileKind?: FileKind,
): RecordId {
  const { tx, now, newId, actor } = context;
  // A report brings files along under its own right; this one is asked for every file of somebody who has a name.
  if (actor.type !== 'unknown' && !may(actor, 'files.attach').allowed)
    throw refusal(actor, 'files.attach', null);
  const id = newId();
  tx.insert(attachment, {
    id,
    siteId: to.siteId,
    ownerCollection: 'incidents',
    ownerId: to.id,
    ...file,
    ...(fileKind === undefined ? {} : { fileKind }),
    addedAt: now,
    addedBy: actor.id,
    addedByName: actor.type === 'person' ? actor.name : '',
  });
  record(context, to, {
    type: 'attached',
    labelKey: 'incidents.event.attached',
    labelParams: { fileName: file.fileName },
  });
  return id;
}
