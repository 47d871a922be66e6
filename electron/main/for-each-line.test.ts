import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { forEachLine } from './for-each-line.ts';

async function linesOf(chunks: Buffer[]): Promise<string[]> {
  const lines: string[] = [];
  const stream = new PassThrough();
  forEachLine(stream, (line) => lines.push(line));
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  await new Promise((resolve) => stream.once('end', resolve));
  return lines;
}

test('lines and characters may arrive in pieces', async () => {
  const bytes = Buffer.from('Sjøfart\nhavn\nslutt');
  const chunks = Array.from({ length: bytes.length }, (_, index) => bytes.subarray(index, index + 1));
  expect(await linesOf(chunks)).toEqual(['Sjøfart', 'havn', 'slutt']);
});

test('a line without an end is handed out in parts', async () => {
  const lines = await linesOf([Buffer.alloc(70_000, 'x'), Buffer.from('y\n')]);
  expect(lines.map((line) => line.length)).toEqual([65_536, 1]);
});
