import type { SyncStatus } from './use-sync.ts';

/** What does not travel on the link in use by itself. */
export function waitsForCheaperLink(
  sync: Pick<SyncStatus, 'lanes' | 'attachmentsTravel' | 'attachmentsWaiting' | 'attachmentBytesWaiting'>,
): { entries: number; files: number; bytes: number } {
  const held = sync.lanes.filter(({ travels }) => travels === 'on-a-cheaper-link');
  const areFilesHeld = sync.attachmentsTravel === 'on-a-cheaper-link';
  return {
    entries: held.reduce((sum, { entries }) => sum + entries, 0),
    files: areFilesHeld ? sync.attachmentsWaiting : 0,
    bytes: held.reduce((sum, { bytes }) => sum + bytes, 0) + (areFilesHeld ? sync.attachmentBytesWaiting : 0),
  };
}
