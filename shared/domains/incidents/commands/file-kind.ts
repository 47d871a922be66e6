import { z } from 'zod';
import { defineCommand } from '../../../kernel/define-command.ts';
import { RecordId } from '../../../kernel/ids.ts';
import { attachment, FILE_KINDS, fileKindOf } from '../../files/schema.ts';
import { incidentError } from '../errors.ts';
import { record } from '../events.ts';
import { incident, incidentEvent } from '../schema.ts';
import { NOTES } from './allows.ts';
import { onIncident } from './shared.ts';

/** Says what a file is: a photo may be of a log, a document a report. */
export const setFileKind = defineCommand({
  name: 'incidents.setFileKind',
  feature: 'files.attach',
  input: z.object({ id: RecordId, attachmentId: RecordId, fileKind: z.enum(FILE_KINDS) }),
  writes: [attachment, incidentEvent],
  allows: [{ entity: attachment, patch: ['fileKind'] }, ...NOTES],
  label: ({ fileKind }) => ({ key: 'incidents.setFileKind.label', params: { fileKind } }),
  target: onIncident,
  run(context, { id, attachmentId, fileKind }) {
    const { tx } = context;
    const about = tx.mustGet(incident, id);
    const file = tx.mustGet(attachment, attachmentId);
    if (file.ownerId !== id) throw incidentError('unseen');
    if (fileKindOf(file) === fileKind) return { id };
    tx.patch(attachment, attachmentId, { fileKind });
    record(context, about, {
      type: 'attached',
      labelKey: 'incidents.event.fileKind',
      labelParams: { fileName: file.fileName, fileKind },
    });
    return { id };
  },
});
