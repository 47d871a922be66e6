import type { CaseResult } from './case-child.ts';
import type { CaseName } from './cases.ts';
import { bytesOf, type Line } from './figures.ts';
import { IDLE_WORK, idleBytesPerMinute } from './idle.ts';

const TITLES: { readonly [Name in CaseName]: string } = {
  loopback: 'loopback',
  idle: 'loopback, nothing to say and nothing to hear',
  tls: 'loopback, TLS 1.3, session resumed',
  'satellite-tls': '600 ms, 64 kbit/s, TLS 1.3, session resumed',
  satellite: '600 ms, 64 kbit/s',
  narrow: '1.5 s, 2.4 kbit/s',
  'satellite-cut': '600 ms, 64 kbit/s, connection reset every 15 s',
  'narrow-cut': '1.5 s, 2.4 kbit/s, connection reset every 15 s',
};
const HEAD = ['', 'bytes up', 'bytes down', 'bytes each', 'requests', 'round trips', 'connections', 'time'];

/** What every system took for each piece of work, side by side. */
export function caseTable(name: CaseName, results: readonly CaseResult[]): string {
  const works = [...new Set(results.flatMap(({ lines }) => lines.map(titleOf)))];
  const rows = works.flatMap((work) => [
    [work],
    ...results.flatMap(({ system, lines }) =>
      lines.filter((line) => titleOf(line) === work).map((line) => cellsOf(system, line)),
    ),
  ]);
  const failed = results.filter(({ lines }) => lines.length === 0).map(({ system }) => system);
  const busiest = Math.max(0, ...results.flatMap(({ lines }) => lines.map(({ busyMs }) => busyMs)));
  return [
    `\n== ${TITLES[name]}`,
    ...aligned([HEAD, ...rows]),
    ...failed,
    ...(busiest === 0 ? [] : [`a process was too busy to move bytes for at most ${busiest} ms`]),
  ].join('\n');
}

export function summaryOf(results: readonly CaseResult[]) {
  const ours = figuresOf(results, 'Fairlead');
  const total = (system: string) => {
    const { lines } = figuresOf(results, system);
    const moved = [lines.find(isPush(1_000)), lines.find(isPull(1_000))];
    return moved.reduce((sum, line) => sum + (line === undefined ? Number.NaN : bytesOf(line)), 0);
  };
  const line = (matches: (line: Line) => boolean) => ours.lines.find(matches);
  const each = (matches: (line: Line) => boolean) => {
    const found = line(matches);
    return found === undefined ? null : tenths(bytesOf(found) / found.count);
  };
  const whole = (matches: (line: Line) => boolean, system = 'Fairlead') => {
    const found = figuresOf(results, system).lines.find(matches);
    return found === undefined ? null : bytesOf(found);
  };
  const isIdle = ({ work }: Line) => work === IDLE_WORK;
  const idle = line(isIdle);
  const times = (system: string) => tenths(total(system) / total('Fairlead'));
  return {
    bytesPerChange1000: each(isPush(1_000)),
    bytesPerChangePulled1000: each(isPull(1_000)),
    roundTrips1000: line(isPush(1_000))?.roundTrips ?? null,
    bytesPerCommand1000: each(({ work }) => work.startsWith('incidents.amend')),
    bytesPerRecordFirstLoad: each(({ work }) => work.startsWith('first load')),
    bytesFor100Changes: whole(isPush(100)),
    bytesFor100ChangesTls: whole(isPush(100), 'Fairlead over TLS'),
    bytesForOneChange: each(isPush(1)),
    bytesPerQuietPoll: each(({ work }) => work.startsWith('asked for news')),
    bytesPerIdlePoll: each(isIdle),
    idleBytesPerMinute: idle === undefined ? null : tenths(idleBytesPerMinute(idle)),
    timesLessThanPouch: times('PouchDB 9'),
    timesLessThanRxdb: times('RxDB 17 plain, 100'),
    timesLessThanRxdbGzip: times('RxDB 17 gzip, 1000'),
  };
}

function figuresOf(results: readonly CaseResult[], system: string): Pick<CaseResult, 'lines'> {
  return { lines: results.filter((result) => result.system === system).flatMap(({ lines }) => lines) };
}

function isPush(count: number) {
  return (line: Line) => line.work === 'changes pushed' && line.count === count;
}

function isPull(count: number) {
  return (line: Line) => line.work === 'changes pulled by another' && line.count === count;
}

function titleOf({ work, count }: Line): string {
  return count === 1 ? work : `${work}, ${count.toLocaleString('en')}`;
}

function cellsOf(system: string, line: Line): string[] {
  const { bytesUp, bytesDown, count, requests, roundTrips, connections, ms, note } = line;
  const cells = [
    bytesUp,
    bytesDown,
    tenths((bytesUp + bytesDown) / count),
    requests,
    roundTrips,
    connections,
  ];
  return [
    `  ${system}`,
    ...cells.map(String),
    `${(ms / 1_000).toFixed(2)} s`,
    ...(note === undefined ? [] : [note]),
  ];
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = HEAD.map((_, column) =>
    Math.max(...rows.filter((row) => row.length > 1).map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => {
        if (column === 0) return row.length === 1 ? cell : cell.padEnd(widths[0] ?? 0);
        return column < HEAD.length ? cell.padStart(widths[column] ?? 0) : cell;
      })
      .join('  '),
  );
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
