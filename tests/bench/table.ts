export type Row = readonly [name: string, ...values: string[]];

/** Every figure on a line of its own, named by its place; what has p50 and p95 stands on one line. */
export function rowsOf(value: unknown, name = ''): Row[] {
  if (typeof value !== 'object' || value === null) return [[name, String(value)]];
  const entries = Object.entries(value);
  if (
    entries.every(([, part]) => typeof part !== 'object' || part === null) &&
    entries.length <= 4 &&
    name !== ''
  ) {
    return [[name, ...entries.map(([key, part]) => `${key} ${String(part)}`)]];
  }
  return entries.flatMap(([key, part]) => rowsOf(part, name === '' ? key : `${name}.${key}`));
}

export function printTable(rows: readonly Row[]): void {
  const width = Math.max(...rows.map(([name]) => name.length));
  for (const [name, ...values] of rows) {
    console.log([name.padEnd(width), ...values.map((value) => value.padEnd(16))].join('  ').trimEnd());
  }
}
