import { z } from 'zod';
import type { ReadDatabase } from '../../kernel/transaction.ts';
import { idOf } from './ids.ts';
import { Channel, CHANNELS, delivery, RECEIPTS } from './schema.ts';
import { stateOf, stateSince } from './states.ts';

/** Lines about one thing, of all people; messages of these. */
const LINES_MAX = 500;
const MESSAGES_MAX = 4_000;

const MessageRow = delivery.schema
  .pick({
    id: true,
    carrier: true,
    address: true,
    attempts: true,
    problem: true,
    createdAt: true,
    nextAt: true,
    sentAt: true,
    deliveredAt: true,
    failedAt: true,
    suppressedAt: true,
  })
  // SQL knows no field that is missing, only one without a value.
  .extend({ channel: Channel, receipt: z.enum(RECEIPTS).nullable() });
const LineRow = z.object({
  id: z.string(),
  personId: z.string(),
  personName: z.string().nullable(),
  isInSummary: z.int().transform(Boolean),
  occurrences: z.string().transform((text): readonly string[] => z.array(z.string()).parse(JSON.parse(text))),
});

/** One message about one occurrence, and what became of it. */
export type MessageTold = ReturnType<typeof shown>;
export type PersonTold = {
  readonly personId: string;
  /** Null where the person is not known here. */
  readonly personName: string | null;
  /** Nothing new was sent, because this line had told the person something already. */
  readonly isAgain: boolean;
  /** E-mail of it comes with the morning's summary (NTF-4). */
  readonly isInSummary: boolean;
  readonly messages: readonly MessageTold[];
};

/**
 * Who was told of each occurrence about one thing, over which channel, and what became of it, as far as lines and
 * messages have travelled to this console. Addresses are left out: whoever reads this may not be who may see them.
 */
export function toldAbout(
  db: ReadDatabase,
  linkId: string,
  occurrences: readonly string[],
): ReadonlyMap<string, readonly PersonTold[]> {
  const lines = db.all(
    LineRow,
    `SELECT n.id, n.personId, p.name AS personName, n.occurrences,
            coalesce(q.digest = 'daily' AND q.email IS NOT NULL AND n.severity IN ('low', 'medium'), 0) AS isInSummary
     FROM notification n LEFT JOIN person p ON p.id = n.personId
       LEFT JOIN notification_preferences q ON q.id = n.personId
     WHERE n.linkId = :linkId ORDER BY n.createdAt, n.id LIMIT ${LINES_MAX}`,
    { linkId },
  );
  const messages = messagesOf(
    db,
    lines.map(({ id }) => id),
  );
  return new Map(
    occurrences.map((occurrence) => [
      occurrence,
      lines
        .filter((line) => line.occurrences.includes(occurrence))
        .map(({ id, personId, personName, isInSummary, occurrences: told }) => {
          const sent = CHANNELS.flatMap(
            (channel) => messages.get(idOf('delivery', id, occurrence, channel)) ?? [],
          );
          return {
            personId,
            personName,
            isInSummary,
            isAgain: sent.length === 0 && told[0] !== occurrence,
            messages: sent.map(shown),
          };
        }),
    ]),
  );
}

function messagesOf(
  db: ReadDatabase,
  lineIds: readonly string[],
): ReadonlyMap<string, z.output<typeof MessageRow>> {
  const columns = Object.keys(MessageRow.shape).map((column) => `d.${column}`);
  const rows = db.all(
    MessageRow,
    `SELECT ${columns.join(', ')} FROM delivery d
     WHERE d.notificationId IN (SELECT value FROM json_each(:lineIds)) LIMIT ${MESSAGES_MAX}`,
    { lineIds: JSON.stringify(lineIds) },
  );
  return new Map(rows.map((row) => [row.id, row]));
}

function shown(row: z.output<typeof MessageRow>) {
  const { id, channel, carrier, address, attempts, problem, createdAt, nextAt, receipt } = row;
  const { sentAt, deliveredAt, failedAt } = row;
  const state = stateOf(row);
  return {
    id,
    channel,
    carrier,
    attempts,
    // Relays like to repeat the address that they refuse.
    problem: problem === null || address === '' ? problem : problem.replaceAll(address, '…'),
    createdAt,
    sentAt,
    deliveredAt,
    failedAt,
    isReceiptAwaited: receipt === 'awaited',
    state,
    since: stateSince(row),
    nextAt: state === 'queued' ? nextAt : null,
  };
}
