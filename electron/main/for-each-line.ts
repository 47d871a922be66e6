import { StringDecoder } from 'node:string_decoder';

/** A line that never ends must not fill the memory. */
const LINE_CHARACTERS_MAX = 64 * 1024;

/** Hands out whole lines, also when a character or a line arrives in pieces. */
export function forEachLine(stream: NodeJS.ReadableStream, take: (line: string) => void): void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  stream.on('data', (chunk: Buffer) => {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line.slice(0, LINE_CHARACTERS_MAX));
    if (rest.length > LINE_CHARACTERS_MAX) {
      take(rest.slice(0, LINE_CHARACTERS_MAX));
      rest = '';
    }
  });
  stream.on('end', () => {
    const last = rest + decoder.end();
    if (last) take(last);
  });
}
