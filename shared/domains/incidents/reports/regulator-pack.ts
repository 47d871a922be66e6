import { z } from 'zod';
import { may } from '../../../access/can.ts';
import { refusal } from '../../../access/say.ts';
import type { QueryContext } from '../../../kernel/define-query.ts';
import { RecordId } from '../../../kernel/ids.ts';
import { wordsOf } from '../../../kernel/words.ts';
import { defineReport } from '../../../reports/define-report.ts';
import type { ReportContent } from '../../../reports/sections.ts';
import { complianceWords } from '../compliance-words.ts';
import { complianceOf } from '../queries/compliance.ts';
import { detail } from '../queries/detail.ts';
import { conclusionsOf, statementsIn } from './one-findings.ts';
import { formKnown } from './form-known.ts';
import { actionsOf } from './one-parts.ts';
import { recordContent } from './one-report.ts';
import {
  dutySection,
  factsSection,
  formSections,
  type Section,
  witnessSections,
} from './regulator-sections.ts';
import { said } from './said.ts';
import { wholeTimeline } from './whole-timeline.ts';

/** What is done so that it does not happen again; what the ladder asked for meanwhile is the company's own affair. */
const LASTING_ACTIONS = ['corrective', 'preventive'] as const;
const PackParameters = z.object({ id: RecordId, withWitnesses: z.boolean().default(false) });
type Wanted = z.output<typeof PackParameters>;

/** What US Coast Guard form CG-2692 asks, as far as the record knows it. */
export const cg2692Report = defineReport({
  name: 'incidents.cg2692',
  titleKey: 'incidents.paper.cg2692',
  feature: 'incidents.regulate',
  parameters: PackParameters,
  formats: ['pdf', 'docx', 'json', 'html'],
  builtIn: 'host',
  shows: ({ db }, { id, withWitnesses }) => (withWitnesses ? statementsIn(db, id) : []),
  build(context, parameters) {
    assertMayName(context, parameters);
    return formOf(context, parameters);
  },
});

/**
 * Everything an authority is handed about one incident: duties and facts, the form's data, the whole timeline, the
 * photos. It is signed by the console and can be checked anywhere without a network.
 */
export const regulatorPack = defineReport({
  name: 'incidents.regulatorPack',
  titleKey: 'incidents.paper.pack',
  feature: 'incidents.regulate',
  parameters: PackParameters,
  formats: ['pdf', 'json', 'zip'],
  builtIn: 'host',
  isSealed: true,
  shows: ({ db }, { id, withWitnesses }) => (withWitnesses ? statementsIn(db, id) : []),
  beside: (context, parameters) => [formOf(context, parameters)],
  build(context, { id, withWitnesses }): ReportContent {
    assertMayName(context, { withWitnesses });
    const { incident } = detail.run(context, { id });
    const known = complianceOf(context.db, incident);
    const whole = recordContent(context, id);
    return {
      ...whole,
      title: wordsOf(complianceWords, {
        key: 'incidents.paper.pack.title',
        params: { number: incident.number },
      }),
      sections: [
        dutySection(known),
        ...factsSection(known),
        ...whole.sections.map((section) =>
          section.type === 'table' && section.title === said('incidents.paper.timeline')
            ? wholeTimeline(context.db, incident.id)
            : section,
        ),
        ...conclusionsOf(context, incident),
        ...actionsOf(context, incident, LASTING_ACTIONS),
        ...witnessesOf(context, incident, withWitnesses),
      ],
    };
  },
});

function witnessesOf(
  { db }: QueryContext,
  incident: Parameters<typeof witnessSections>[1],
  isWanted: boolean,
): Section[] {
  const left = wordsOf(complianceWords, { key: 'incidents.paper.pack.noWitnesses' });
  return isWanted ? witnessSections(db, incident) : [{ type: 'paragraph', text: left }];
}

/** Who was there is for those who investigate. */
function assertMayName({ actor }: QueryContext, { withWitnesses }: Pick<Wanted, 'withWitnesses'>): void {
  if (withWitnesses && !may(actor, 'incidents.investigate').allowed)
    throw refusal(actor, 'incidents.investigate', null);
}

function formOf(context: QueryContext, { id, withWitnesses }: Wanted): ReportContent {
  const { incident, site } = detail.run(context, { id });
  return {
    ...(site === null ? {} : { site: { ...site, code: '' } }),
    title: wordsOf(complianceWords, {
      key: 'incidents.paper.cg2692.title',
      params: { number: incident.number },
    }),
    subtitle: incident.title,
    period: null,
    sections: formSections(
      incident,
      complianceOf(context.db, incident),
      formKnown(context.db, incident, withWitnesses),
    ),
  };
}
