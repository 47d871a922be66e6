import { z } from 'zod';
import type { QueryContext } from '../../../kernel/define-query.ts';
import { sayEvent } from '../say-event.ts';
import type { detail, TimelineRow } from '../queries/detail.ts';
import type { Incident } from '../schema.ts';
import { incidentWords } from '../words.ts';
import { cutNote } from './one-facts.ts';
import { said } from './said.ts';
import { chapter, paragraph, type Section, tableOf } from './sections.ts';
import { whoIn } from './timeline-table.ts';

type Found = ReturnType<typeof detail.run>;

/** What people think of it, and what they did afterwards so that it does not come again, proves nothing. */
const JUDGEMENTS: ReadonlySet<TimelineRow['type']> = new Set(['commented', 'action', 'investigation']);
const ENTRIES_MAX = 1_000;

export function clocksOf(): Section[] {
  return [paragraph(said('incidents.paper.legal.clocks'))];
}

export function reportedOf({ title, description }: Incident): Section[] {
  return chapter(said('incidents.paper.legal.reported'), [title, description].filter(Boolean).join('\n'));
}

/** When by whose clock, who, at which console; texts are as UTC, whatever clock hangs on the wall there. */
export function timelineOfFacts({ timeline, timelineCut }: Found): Section[] {
  return [
    ...tableOf(
      said('incidents.paper.timeline'),
      [
        { title: `${said('incidents.paper.column.when')} (UTC)`, type: 'text', weight: 1.6 },
        { title: said('incidents.paper.column.who'), type: 'text', weight: 1.3 },
        { title: said('incidents.paper.column.where'), type: 'text', weight: 1.2 },
        { title: said('incidents.paper.column.what'), type: 'text', weight: 2.4 },
        { title: `${said('incidents.paper.legal.atServer')} (UTC)`, type: 'text', weight: 1.6 },
        { title: `${said('incidents.paper.legal.here')} (UTC)`, type: 'text', weight: 1.6 },
      ],
      timeline
        .filter(({ type }) => !JUDGEMENTS.has(type))
        .map((row) => [
          row.at,
          whoIn(row),
          row.consoleSiteName,
          sayEvent(incidentWords, row),
          row.arrivedAtServer,
          row.receivedAt,
        ]),
    ),
    ...cutNote(timelineCut),
  ];
}

const EntryRow = z.object({
  seq: z.int(),
  command: z.string(),
  byName: z.string().nullable(),
  hlc: z.string(),
  hash: z.string(),
});

/** This console's entries that touched the incident, its timeline or its files, each by its place in the chain. */
export function journalOf({ db }: Pick<QueryContext, 'db'>, found: Found): Section[] {
  const ids = [found.incident, ...found.timeline, ...found.attachments].map(({ id }) => id);
  const entries = db.all(
    EntryRow,
    `SELECT j.seq, json_extract(j.entry, '$.command') AS command, json_extract(j.entry, '$.actor.name') AS byName,
            json_extract(j.entry, '$.hlc') AS hlc, lower(hex(j.hash)) AS hash
     FROM journal j WHERE j.seq IN (
       SELECT c.seq FROM journal_change c
       WHERE c.collection IN ('incidents', 'files') AND c.id IN (SELECT value FROM json_each(:ids)))
     ORDER BY j.seq LIMIT ${ENTRIES_MAX}`,
    { ids: JSON.stringify(ids) },
  );
  return [
    ...tableOf(
      said('incidents.paper.journal'),
      [
        { title: said('incidents.paper.journal.seq'), type: 'text', weight: 0.7 },
        { title: said('incidents.paper.column.who'), type: 'text', weight: 1.3 },
        { title: said('incidents.paper.journal.command'), type: 'text', weight: 1.8 },
        { title: said('incidents.paper.journal.clock'), type: 'text', weight: 1.8 },
        { title: said('incidents.paper.journal.hash'), type: 'text', weight: 3.4 },
      ],
      entries.map(({ seq, byName, command, hlc, hash }) => [
        String(seq),
        byName === null || byName === '' ? said('incidents.paper.console') : byName,
        command,
        hlc,
        hash,
      ]),
    ),
    paragraph(said('incidents.paper.journal.elsewhere')),
  ];
}
