import ExcelJS from 'exceljs';
import { fromBuffer, type ZipFile } from 'yauzl';
import { importError } from './errors.ts';
import type { FileLine } from './read-file.ts';

/** What a workbook may unpack to: far above what fifty thousand people need, and far below what a bomb brings. */
const UNPACKED_BYTES_MAX = 64 * 1024 * 1024;
const ENTRIES_MAX = 500;

/** The lines of the first sheet of a workbook that has any. */
export async function* readXlsx(bytes: Buffer): AsyncGenerator<FileLine> {
  await assertNoBomb(bytes);
  const sheet = await firstSheet(bytes);
  for (let line = 1; line <= (sheet?.rowCount ?? 0); line += 1) {
    const row = sheet?.findRow(line);
    if (row === undefined || !row.hasValues) continue;
    const cells: string[] = [];
    row.eachCell({ includeEmpty: false }, (cell, column) => {
      cells[column - 1] = textOf(cell);
    });
    yield { line, cells: Array.from(cells, (cell) => cell ?? '') };
  }
}

async function firstSheet(bytes: Buffer): Promise<ExcelJS.Worksheet | undefined> {
  const workbook = new ExcelJS.Workbook();
  const { buffer, byteOffset, byteLength } = bytes;
  try {
    // A copy of its own: the library takes an ArrayBuffer as a whole.
    await workbook.xlsx.load(buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer);
  } catch (error) {
    throw importError('workbook-unreadable', {}, { cause: error });
  }
  return workbook.worksheets.find((sheet) => sheet.actualRowCount > 0);
}

/** A formula counts as its result, a link as its text, a date as a day or an instant. */
function textOf(cell: ExcelJS.Cell): string {
  const value = cell.result ?? cell.value;
  if (value instanceof Date) return value.toISOString().replace(/T00:00:00\.000Z$/, '');
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : cell.text;
}

/**
 * Unpacks every entry once and counts, so that a workbook that claims to be small can't fill the memory: yauzl
 * refuses an entry that is larger than it says.
 */
async function assertNoBomb(bytes: Buffer): Promise<void> {
  const zip = await opened(bytes);
  let unpackedBytes = 0;
  let entries = 0;
  await new Promise<void>((resolve, reject) => {
    zip.on('error', () => reject(importError('workbook-damaged')));
    zip.on('end', () => resolve());
    zip.on('entry', (entry) => {
      entries += 1;
      unpackedBytes += entry.uncompressedSize;
      if (entries > ENTRIES_MAX || unpackedBytes > UNPACKED_BYTES_MAX) {
        reject(importError('workbook-too-large', { megabytes: UNPACKED_BYTES_MAX / 1024 / 1024 }));
        return;
      }
      zip.openReadStream(entry, (error, stream) => {
        if (error !== null || stream === undefined) {
          reject(importError('workbook-damaged'));
          return;
        }
        stream.on('error', () => reject(importError('workbook-damaged')));
        stream.on('end', () => zip.readEntry());
        stream.resume();
      });
    });
    zip.readEntry();
  }).finally(() => zip.close());
}

function opened(bytes: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true, validateEntrySizes: true, autoClose: false }, (error, zip) => {
      if (error === null && zip !== undefined) resolve(zip);
      else reject(importError('workbook-damaged'));
    });
  });
}
