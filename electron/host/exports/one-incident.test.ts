import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { must } from '#shared/kernel/assert.ts';
import { ExportsBoard, refusalOf } from '#tests/support/exports-board.ts';
import { MASTER, OFFICE, personActor } from '#tests/support/test-console.ts';
import { blobFormatsOf } from '../attachments/blob-formats.ts';
import { BlobStore } from '../attachments/blob-store.ts';
import { pdfPages } from './testing/pdf-text.ts';
import { unzipped } from './testing/zip.ts';

const { comment, attachFile } = incidentCommands;

let made: ExportsBoard;
beforeEach(() => {
  made = new ExportsBoard();
});
afterEach(() => made.close());

describe('one incident in full', () => {
  const PHOTO = readFileSync(path.join(import.meta.dirname, '../../../tests/fixtures/photo.png'));
  const sha256 = createHash('sha256').update(PHOTO).digest('hex');

  function withPhoto(): string {
    const id = made.reported('Fire <b>aft</b>');
    made.board.run(comment, { id, text: 'First line\nsecond line =1+1' });
    const blobs = new BlobStore(made.folder, blobFormatsOf(made.board.store.state, false));
    blobs.beginIncoming('upload');
    blobs.appendIncoming('upload', PHOTO);
    blobs.keepIncoming('upload', sha256);
    const file = {
      sha256,
      sizeBytes: PHOTO.length,
      mediaType: 'image/png',
      previewSha256: null,
      previewSizeBytes: null,
    };
    made.board.run(attachFile, { id, file: { ...file, fileName: 'deck & hold.png' } });
    made.board.run(attachFile, { id, file: { ...file, sha256: 'ef'.repeat(32), fileName: 'away.png' } });
    return id;
  }

  it('comes as a ZIP with documents, attachments under safe names, and a manifest that holds', async () => {
    const id = withPhoto();
    const bytes = await made.exported(['pdf', 'json', 'csv', 'zip'], {
      report: 'incidents.one',
      parameters: { id },
      attachments: true,
      confidential: true,
    });
    const files = await unzipped(bytes);
    expect([...files.keys()]).toEqual([
      'Incident AUR-INC-2026-0001.pdf',
      'Incident AUR-INC-2026-0001.json',
      'Facts.csv',
      'How long it took.csv',
      'Time in each stage.csv',
      'Timeline.csv',
      'Photos and files.csv',
      'attachments/deck & hold.png',
      'manifest.json',
      'SHA256SUMS',
    ]);
    const manifest: { files: { name: string; sha256: string }[]; missing: unknown; confidential: boolean } =
      JSON.parse(files.get('manifest.json')?.toString() ?? '');
    for (const { name, sha256: said } of manifest.files)
      expect([
        name,
        createHash('sha256')
          .update(files.get(name) ?? '')
          .digest('hex'),
      ]).toEqual([name, said]);
    expect(manifest.missing).toEqual([
      { name: 'attachments/away.png', sha256: 'ef'.repeat(32), why: 'not-here' },
    ]);
    expect(files.get('attachments/deck & hold.png')?.equals(PHOTO)).toBe(true);
    const text = pdfPages(must(files.get('Incident AUR-INC-2026-0001.pdf'), 'the PDF'))
      .join('')
      .replaceAll(/\s/g, '');
    for (const part of ['Fire <b>aft</b>', 'second line =1+1', 'deck & hold.png'])
      expect(text).toContain(part.replaceAll(' ', ''));
    expect(files.get('Incident AUR-INC-2026-0001.pdf')?.includes('/Subtype /Image')).toBe(true);
    const view = made.service.list(MASTER, { before: undefined, limit: 1, of: 'me' }).exports[0];
    expect([view?.title, view?.format, view?.filesMissing]).toEqual(['Incident AUR-INC-2026-0001', 'zip', 1]);
  });

  it('is not found for who does not see its site', () => {
    const id = withPhoto();
    const ask = () =>
      made.service.start(personActor('IP', 'shift-lead', OFFICE.id), {
        report: 'incidents.one',
        parameters: { id },
        formats: ['pdf'],
      });
    expect(refusalOf(ask)).toBe('not-found');
  });
});
