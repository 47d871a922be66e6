import { z } from 'zod';
import { type CommandContext, defineCommand } from '../../../kernel/define-command.ts';
import { Instant, line, lineOrNothing, prose } from '../../../kernel/fields.ts';
import { RecordId } from '../../../kernel/ids.ts';
import { site as siteEntity } from '../../settings/schema.ts';
import { incidentError } from '../errors.ts';
import { record } from '../events.ts';
import { clockText } from '../rules/clock-text.ts';
import { CASUALTIES_MAX, IMPACTS, type Incident, incident, incidentEvent } from '../schema.ts';
import { complianceEntry } from '../schema/compliance.ts';
import { sets } from './allows.ts';
import { ASKS_ASSESSMENT, askAssessment } from './ask-assessment.ts';
import { onIncident } from './shared.ts';

const TEXTS = ['title', 'description', 'place'] as const;
const FACTS = ['occurredAt', 'impact', 'injured', 'dead', 'affected'] as const;
/** An event's parameter holds so much. */
const TEXT_IN_EVENT = 200;

const AmendInput = z.object({
  id: RecordId,
  title: line(160).optional(),
  description: prose(20_000).optional(),
  place: lineOrNothing(160).optional(),
  occurredAt: Instant.nullable().optional(),
  impact: z.enum(IMPACTS).nullable().optional(),
  injured: z.int().min(0).max(CASUALTIES_MAX).optional(),
  dead: z.int().min(0).max(CASUALTIES_MAX).optional(),
  affected: lineOrNothing(400).optional(),
});
type Given = Omit<z.output<typeof AmendInput>, 'id'>;
type Amended = Partial<Pick<Incident, keyof Given>>;

/**
 * Changes what the report says, and says so: of each fact what it was and what it is. Only the fields given are set, so
 * two people may each mend another one.
 */
export const amend = defineCommand({
  name: 'incidents.amend',
  feature: 'incidents.handle',
  input: AmendInput.refine((input) => [...TEXTS, ...FACTS].some((field) => input[field] !== undefined), {
    message: 'Change at least one of the fields.',
    path: ['title'],
  }),
  writes: [incident, incidentEvent, complianceEntry],
  allows: [...sets(TEXTS, FACTS), ...ASKS_ASSESSMENT],
  label: () => ({ key: 'incidents.amend.label' }),
  target: onIncident,
  run(context, { id, ...given }) {
    const { tx, now } = context;
    const before = tx.mustGet(incident, id);
    if (typeof given.occurredAt === 'string' && given.occurredAt > now) throw incidentError('still-to-come');
    const changes = differing(before, given);
    if (Object.keys(changes).length === 0) return { id };
    const after = tx.patch(incident, id, changes);
    tellOfTexts(context, before, changes);
    for (const field of FACTS)
      if (Object.hasOwn(changes, field)) tellOfFact(context, field, { before, after });
    askAssessment(context, after);
    return { id };
  },
});

/** What was not said at the report stands as if nothing had been. */
const UNSAID = { occurredAt: null, impact: null, injured: 0, dead: 0, affected: '' } as const;

function differing(before: Incident, given: Given): Amended {
  const standing: { readonly [field: string]: unknown } = { ...UNSAID, ...before };
  const changed = Object.entries(given).filter(
    ([field, value]) => value !== undefined && value !== standing[field],
  );
  // Fields of the input that are there, each with its own value.
  return Object.fromEntries(changed) as Amended;
}

function tellOfTexts(context: CommandContext, before: Incident, changes: Amended): void {
  const changed = TEXTS.filter((field) => Object.hasOwn(changes, field));
  if (changed.length === 0) return;
  record(context, before, {
    type: 'amended',
    labelKey: 'incidents.event.amended',
    labelParams: { fields: changed.join(', '), was: before.title },
  });
}

type BothSides = { readonly before: Incident; readonly after: Incident };

function tellOfFact(
  context: CommandContext,
  field: (typeof FACTS)[number],
  { before, after }: BothSides,
): void {
  record(context, before, {
    type: 'amended',
    labelKey: `incidents.event.corrected.${field}`,
    labelParams: {
      [WAS[field]]: saidOf(context, field, before),
      [IS[field]]: saidOf(context, field, after),
    },
  });
}

/** Impacts are said by their names. */
const WAS = { occurredAt: 'was', impact: 'impactWas', injured: 'was', dead: 'was', affected: 'was' } as const;
const IS = { occurredAt: 'is', impact: 'impact', injured: 'is', dead: 'is', affected: 'is' } as const;

function saidOf({ tx, site }: CommandContext, field: (typeof FACTS)[number], of: Incident): string | number {
  switch (field) {
    case 'occurredAt':
      return clockText(
        of.occurredAt ?? of.reportedAt,
        tx.get(siteEntity, of.siteId)?.timeZone ?? site.timeZone,
      );
    case 'impact':
      return of.impact ?? 'unknown';
    case 'affected':
      return (of.affected ?? '').slice(0, TEXT_IN_EVENT).toWellFormed() || '–';
    default:
      return of[field] ?? 0;
  }
}
