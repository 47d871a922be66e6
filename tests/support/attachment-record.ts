import type { attachment } from '#shared/domains/files/schema.ts';
import { RecordId } from '#shared/kernel/ids.ts';
import type { RecordOf } from '#shared/kernel/define-entity.ts';

type NewAttachment = Omit<RecordOf<typeof attachment>, 'kind'>;

/** A record id that says its number. */
export function recordIdOf(number: number): RecordId {
  return RecordId.parse(`0192f0c1-7e2a-7c3d-9a4b-${number.toString(16).padStart(12, '0')}`);
}

/** A small record that needs no other one: for tests of what carries records, not of what they say. */
export function attachmentRecord(values: Partial<NewAttachment> = {}): NewAttachment {
  return {
    id: recordIdOf(1),
    siteId: 'site-1',
    ownerCollection: 'incidents',
    ownerId: 'owner',
    sha256: 'ab'.repeat(32),
    sizeBytes: 1,
    mediaType: 'image/png',
    previewSha256: null,
    previewSizeBytes: null,
    fileName: 'a.png',
    addedAt: '2026-03-01T08:00:00.000Z',
    addedBy: 'somebody',
    addedByName: 'Somebody',
    ...values,
  };
}
