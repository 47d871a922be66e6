import { z } from 'zod';
import { isoOf, msOf } from '../../../kernel/clock.ts';
import { DAY_MS } from '../../../kernel/durations.ts';
import { defineQuery, rowCondition, scopeColumns } from '../../../kernel/define-query.ts';
import { RecordId } from '../../../kernel/ids.ts';
import type { ReadDatabase } from '../../../kernel/transaction.ts';
import { APART_MS_MAX, type Comparable, type Likeness, likenessOf } from '../rules/duplicates.ts';
import { type Incident, incident } from '../schema.ts';
import { seenIncident } from './seen-incident.ts';

export const LIKELY_MAX = 5;
/** Those that were reported around it and are compared with it. */
const COMPARED_MAX = 300;
/** What happened within two days may be reported another week later. */
const REPORTED_APART_MS = APART_MS_MAX + 5 * DAY_MS;

export type LikelyDuplicate = {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly likenesses: readonly Likeness[];
};

const IdRow = z.object({ id: z.string() });
const SiteRow = z.object({ name: z.string(), code: z.string() });

/** Which others, of all sites that a person sees, this one may be the same as: the likeliest first. */
export const likelyDuplicates = defineQuery({
  name: 'incidents.likelyDuplicates',
  feature: 'incidents.read',
  input: z.object({ id: RecordId }),
  reads: ['incidents', 'settings'],
  run(context, { id }): readonly LikelyDuplicate[] {
    const { db } = context;
    const one = seenIncident(context, id);
    const scope = rowCondition(scopeColumns(incident, 'i'), context);
    const around = msOf(one.reportedAt);
    const rows = db.all(
      IdRow,
      `SELECT i.id FROM incident i
       WHERE ${scope.sql} AND i.reportedAt >= :from AND i.reportedAt <= :until AND i.mergedIntoId IS NULL
         AND coalesce(i.isDrill, 0) = :drill AND i.id <> :id
       ORDER BY abs(julianday(i.reportedAt) - julianday(:at)) LIMIT ${COMPARED_MAX}`,
      {
        ...scope.parameters,
        id,
        at: one.reportedAt,
        from: isoOf(around - REPORTED_APART_MS),
        until: isoOf(around + REPORTED_APART_MS),
        drill: one.isDrill === true ? 1 : 0,
      },
    );
    const compared = comparable(db, one);
    return rows
      .flatMap((row) => db.record(incident, row.id) ?? [])
      .map((other) => ({ other, likenesses: likenessOf(compared, comparable(db, other)) }))
      .filter(({ likenesses }) => likenesses.length > 0)
      .toSorted((a, b) => b.likenesses.length - a.likenesses.length)
      .slice(0, LIKELY_MAX)
      .map(({ other: { id: otherId, number, title }, likenesses }) => ({
        id: otherId,
        number,
        title,
        likenesses,
      }));
  },
});

function comparable(db: ReadDatabase, one: Incident): Comparable {
  const site = db.get(SiteRow, 'SELECT s.name, s.code FROM site s WHERE s.id = :siteId', {
    siteId: one.siteId,
  });
  return { ...one, siteName: site?.name ?? null, siteCode: site?.code ?? null };
}
