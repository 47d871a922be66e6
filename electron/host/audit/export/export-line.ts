import { hidesAny } from '#shared/audit/hidden-fields.ts';
import { CSV_COLUMNS } from '#shared/audit/export-format.ts';
import { auditWords } from '#shared/audit/words.ts';
import { domainWords } from '#shared/domains/registry.ts';
import type { ShownValue } from '#shared/audit/journal-view.ts';
import { isoOf, wallMsOf } from '#shared/kernel/clock.ts';
import type { Catalogue } from '#shared/kernel/words.ts';
import type { Entry } from '#shared/sync/entry.ts';
import { hexOfBytes } from '#shared/sync/hex.ts';
import { sayLabel } from '#shared/words/say-value.ts';
import { csvLine } from '#shared/reports/csv-line.ts';
import { type JournalHead, type JournalRow, sha256 } from '../../store/journal.ts';
import { parseEntry } from '../../sync/outbox.ts';
import { beforeIn, fieldChanges } from '../field-changes.ts';
import { eventOf } from '../journal-index.ts';

const catalogue: Catalogue = { ...domainWords, ...auditWords };
const HIDDEN = '•••';

/** An entry as both formats tell it. Texts that hold what nobody is shown stay here; their hashes go along. */
export type ExportedEntry = ReturnType<typeof exportedEntry>;

export function exportedEntry(row: JournalRow, previous: Pick<JournalHead, 'hash' | 'beforeHash'>) {
  const entry = parseEntry(row.entry);
  const before = beforeIn(row);
  const kinds = new Map(entry.changes.map(({ collection, id, kind }) => [`${collection}/${id}`, kind]));
  const isEntryOpen = !entry.changes.some(({ kind, fields }) => hidesAny(kind, fields));
  const isBeforeOpen =
    isEntryOpen &&
    !before.some(({ collection, id, fields }) => hidesAny(kinds.get(`${collection}/${id}`) ?? '', fields));
  return {
    seq: row.seq,
    at: isoOf(wallMsOf(entry.hlc)),
    state: row.state,
    verdict: row.verdict,
    answeredAt: row.answeredAt,
    entry: isEntryOpen ? row.entry : null,
    before: isBeforeOpen ? row.before : null,
    inputHash: hexOfBytes(sha256(new TextEncoder().encode(row.input))),
    previousHash: hexOfBytes(previous.hash),
    hash: hexOfBytes(row.hash),
    previousBeforeHash: hexOfBytes(previous.beforeHash),
    beforeHash: hexOfBytes(row.beforeHash),
    parsed: entry,
    changed: changesText(entry, row),
  };
}

/** Line of the JSON format, without its seal. The texts that are hashed stand in it as they are: they are JSON. */
export function jsonLine({ parsed, changed, entry, before, verdict, ...rest }: ExportedEntry): string {
  const { actor, command, label } = parsed;
  const told = {
    ...rest,
    actor,
    command,
    what: sayLabel(catalogue, labelOf(label)),
    changes: changed,
  };
  const raw = (text: string | null) => text ?? 'null';
  return `{"entry":${raw(entry)},"before":${raw(before)},"verdict":${raw(verdict)},${JSON.stringify(told).slice(1)}`;
}

/** Line of the CSV format, without its seal and line end. */
export function csvText(exported: ExportedEntry): string {
  const { parsed, changed } = exported;
  const cells: {
    readonly [Column in Exclude<(typeof CSV_COLUMNS)[number], 'seal'>]: string | number | null;
  } = {
    ...exported,
    actor: parsed.actor.name,
    actorId: parsed.actor.id,
    command: parsed.command,
    what: sayLabel(catalogue, labelOf(parsed.label)),
    event: eventOf(parsed),
    changes: changed,
  };
  const values = CSV_COLUMNS.flatMap((column) => (column === 'seal' ? [] : [oneLine(cells[column])]));
  return csvLine(values).trimEnd();
}

/** An entry is a line: who checks the file needs no more than that to find it. */
function oneLine(value: string | number | null): string | number | null {
  return typeof value === 'string' ? value.replace(/[\r\n\u2028\u2029]+/g, ' ') : value;
}

function changesText(entry: Entry, row: JournalRow): string {
  const before = beforeIn(row);
  const said = entry.changes.map((change) => {
    const fields = fieldChanges(change, before).map(({ field, from, to, isHidden }) =>
      isHidden ? `${field}: ${HIDDEN}` : `${field}: ${valueText(from)} → ${valueText(to)}`,
    );
    return `${change.op} ${change.kind} ${change.id}: ${fields.join('; ')}`;
  });
  return said.join(' | ');
}

function valueText(value: ShownValue): string {
  return value === null ? '–' : String(value);
}

function labelOf({ key, params }: Entry['label']) {
  return params === undefined ? { key } : { key, params };
}
