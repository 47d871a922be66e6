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
import { FORM_NAMES, type FormName } from './forms/form.ts';
import { formsDue } from './forms/forms-due.ts';
import { prepareForm } from './forms/prepare.ts';
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

const FormParameters = PackParameters.extend({ form: z.enum(FORM_NAMES) });

/** INC-48: what a form of an authority asks, as far as the record knows it. */
export const authorityForm = defineReport({
  name: 'incidents.form',
  titleKey: 'incidents.paper.form',
  feature: 'incidents.regulate',
  parameters: FormParameters,
  formats: ['pdf', 'docx', 'json', 'html'],
  builtIn: 'host',
  shows: ({ db }, { id, withWitnesses }) => (withWitnesses ? statementsIn(db, id) : []),
  build(context, parameters) {
    assertMayName(context, parameters);
    return formOf(context, parameters, parameters.form);
  },
});

/**
 * Everything an authority is handed about one incident: duties and facts, the data of the forms that duties name, the whole timeline, the
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
  beside(context, parameters) {
    const { entries } = complianceOf(context.db, detail.run(context, { id: parameters.id }).incident);
    return formsDue(entries).map((form) => formOf(context, parameters, form));
  },
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

function formOf(context: QueryContext, { id, withWitnesses }: Wanted, form: FormName): ReportContent {
  const { incident, site } = detail.run(context, { id });
  const prepared = prepareForm(form, {
    incident,
    ...complianceOf(context.db, incident),
    form: formKnown(context.db, incident, withWitnesses),
  });
  return {
    ...(site === null ? {} : { site: { ...site, code: '' } }),
    title: wordsOf(complianceWords, {
      key: 'incidents.paper.form.title',
      params: { form, number: incident.number },
    }),
    subtitle: incident.title,
    period: null,
    sections: formSections(prepared),
  };
}
