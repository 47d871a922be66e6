import fs from 'node:fs';

/** A process that has ended but that nobody has asked about yet still has its number: state Z. */
export function isRunning(pid: number): boolean {
  const file = `/proc/${pid}/stat`;
  return fs.existsSync(file) && !/^\d+ \(.*\) Z/.test(fs.readFileSync(file, 'utf8'));
}
