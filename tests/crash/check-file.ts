import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { domains } from '#shared/domains/registry.ts';
import { sameJson } from '#shared/kernel/canonical-json.ts';
import type { StoredRecord } from '#shared/kernel/define-entity.ts';
import type { Change, Entry } from '#shared/sync/entry.ts';
import { Journal } from '#host/store/journal.ts';
import { AURORA } from '#tests/support/test-console.ts';
import type { Acknowledged } from './protocol.ts';
import { readFile, type FileContent } from './read-file.ts';
import { replay } from './replay.ts';

export type Checked = {
  readonly entries: number;
  readonly commandIds: ReadonlySet<string>;
  readonly findings: readonly string[];
};

/**
 * Holds a file that a killed process left against what was promised of it. It is opened for reading only, so
 * that what SQLite keeps beside it stays for the next process as the kill left it.
 */
export function checkFile(file: string, promised: readonly Acknowledged[]): Checked {
  if (!existsSync(file)) return { entries: 0, commandIds: new Set(), findings: lost(promised) };
  const db = new Database(file, { readonly: true });
  try {
    const integrity = String(db.pragma('integrity_check', { simple: true }));
    const findings = integrity === 'ok' ? [] : [`integrity_check: ${integrity}`];
    // Killed before its tables were made: then nothing can have been promised.
    if (db.pragma('user_version', { simple: true }) === 0) {
      return { entries: 0, commandIds: new Set(), findings: [...findings, ...lost(promised)] };
    }
    const content = readFile(db);
    findings.push(...brokenReferences(db), ...brokenChain(db, content), ...checkContent(content, promised));
    return { entries: content.entries.length, commandIds: new Set(content.outcomes.keys()), findings };
  } finally {
    db.close();
  }
}

function checkContent(content: FileContent, promised: readonly Acknowledged[]): string[] {
  return [
    ...brokenPromises(content, promised),
    ...halfTransactions(content),
    ...differences('record', content.records, replay(content.entries)),
    ...differences('index of changes', content.journalChanges, expectedChanges(content.entries)),
    ...differences('timer', content.timers, expectedTimers(content.records)),
    ...repeatedNumbers(content, promised),
  ];
}

function lost(promised: readonly Acknowledged[]): string[] {
  return promised.map(({ commandId }) => `${commandId} was promised and is not there`);
}

/** What was answered stands: the outcome, its entry, and nothing else under its name. */
function brokenPromises(content: FileContent, promised: readonly Acknowledged[]): string[] {
  return promised.flatMap(({ commandId, seq, output }) => {
    const outcome = content.outcomes.get(commandId);
    if (outcome === undefined) return [`${commandId} was promised and is not there`];
    const isSame = outcome.seq === seq && sameJson(outcome.output, output);
    return isSame ? [] : [`${commandId} was answered otherwise than it stands`];
  });
}

/**
 * An entry and an outcome stand for one transaction: neither is there without the other. What the console did by itself
 * nobody asked for, so that nobody waits for its outcome.
 */
function halfTransactions(content: FileContent): string[] {
  const bySeq = new Map<number, string>();
  for (const [commandId, { seq }] of content.outcomes) if (seq !== null) bySeq.set(seq, commandId);
  const withoutOutcome = content.entries
    .filter(({ seq, actor }) => actor.type !== 'system' && !bySeq.has(seq))
    .map(({ seq }) => `entry ${seq} has no outcome`);
  const seqs = new Set(content.entries.map(({ seq }) => seq));
  const withoutEntry = [...bySeq].filter(([seq]) => !seqs.has(seq)).map(([, id]) => `${id} has no entry`);
  return [...withoutOutcome, ...withoutEntry, ...wrongServerStates(content)];
}

/** No server ever answered: it has nothing of what was made here, and what it has of the rest is kept. */
function wrongServerStates({ entries, serverStates }: FileContent): string[] {
  const changes = entries.flatMap((entry) => entry.changes);
  const madeHere = new Set(changes.filter(({ op }) => op === 'insert').map(keyOfChange));
  return changes.flatMap((change) => {
    const key = keyOfChange(change);
    const state = serverStates.get(key);
    if (madeHere.has(key)) {
      const isAbsent = state === undefined || state === 'null';
      return isAbsent ? [] : [`record ${change.id} was made here and is taken for the server's`];
    }
    return typeof state === 'string'
      ? []
      : [`record ${change.id} waits for the server without its server state`];
  });
}

function keyOfChange({ collection, id }: Change): string {
  return `${collection}/${id}`;
}

function brokenReferences(db: Database.Database): string[] {
  const broken = db.pragma('foreign_key_check');
  return Array.isArray(broken) && broken.length === 0 ? [] : ['foreign_key_check found broken references'];
}

function brokenChain(db: Database.Database, { deviceId }: FileContent): string[] {
  // The id is written by the first opening, after the tables are made.
  if (deviceId === undefined) return [];
  const verdict = new Journal(db, { deviceId, now: () => 0 }).verify();
  return verdict.sound ? [] : [`the chain breaks at entry ${verdict.badSeq}`];
}

function expectedChanges(entries: readonly Entry[]): Map<string, true> {
  return new Map(
    entries.flatMap(({ seq, changes }) =>
      changes.map(({ collection, id }): [string, true] => [`${collection}/${id}/${seq}`, true]),
    ),
  );
}

/** Deadlines of this site's records, asked of the timers themselves. */
function expectedTimers(records: ReadonlyMap<string, StoredRecord>): Map<string, number> {
  const timers = new Map<string, number>();
  for (const timer of domains.flatMap((domain) => domain.timers)) {
    for (const record of records.values()) {
      if (record.kind !== timer.entity.kind || record.siteId !== AURORA.id) continue;
      // A record of the timer's own kind, written through its schema.
      const due = timer.due(record as never);
      if (due !== undefined) timers.set(`${timer.name}:${record.id}:${due.key}`, Date.parse(due.at));
    }
  }
  return timers;
}

function repeatedNumbers({ records, counters }: FileContent, promised: readonly Acknowledged[]): string[] {
  const findings: string[] = [];
  const living = [...records.values()].flatMap(({ number }) => (typeof number === 'string' ? [number] : []));
  if (new Set(living).size < living.length) findings.push('two records carry one number');
  const given = promised.flatMap(({ output }) => numberIn(output));
  if (new Set(given).size < given.length) findings.push('one number was given twice');
  const highest = Math.max(0, ...[...living, ...given].map((number) => Number(number.split('-').at(-1))));
  const counted = counters.get('AUR-INC-2026') ?? 0;
  if (counted < highest) findings.push(`the counter stands at ${counted}, below ${highest}`);
  return findings;
}

function numberIn(output: Acknowledged['output']): string[] {
  const isNumbered = typeof output === 'object' && output !== null && 'number' in output;
  return isNumbered && typeof output.number === 'string' ? [output.number] : [];
}

function differences<Value>(
  what: string,
  found: ReadonlyMap<string, Value>,
  expected: ReadonlyMap<string, Value>,
): string[] {
  const keys = new Set([...found.keys(), ...expected.keys()]);
  return [...keys].flatMap((key) => {
    const [here, there] = [JSON.stringify(found.get(key)), JSON.stringify(expected.get(key))];
    return here === there ? [] : [`${what} ${key}: ${here} instead of ${there}`];
  });
}
