import type { QueryContext } from '../../../kernel/define-query.ts';
import { partsOf } from '../queries/seen-incident.ts';
import { causeTree, nodesOf } from '../rules/cause-tree.ts';
import { factorText } from '../rules/factors.ts';
import { riskBand } from '../rules/risk.ts';
import type { Incident } from '../schema.ts';
import {
  cause,
  type Evidence,
  evidence,
  type Investigation,
  investigation,
  witness,
} from '../schema/investigation.ts';
import { said, valueText } from './said.ts';
import { chapter, paragraph, type Section, tableOf } from './sections.ts';

type Context = Pick<QueryContext, 'db'>;

/** What was found, why it came to it, and what proves it. */
export function findingsOf({ db }: Context, { id }: Incident): Section[] {
  const known = partsOf(db, investigation, id)[0];
  return [
    ...(known === undefined
      ? chapter(said('incidents.paper.investigation'), said('incidents.paper.investigation.none'))
      : investigationOf(known)),
    ...causesOf({ db }, id),
    ...evidenceOf(partsOf(db, evidence, id)),
  ];
}

/** What was concluded, for those outside: nothing before the investigation is completed or the incident closed. */
export function conclusionsOf({ db }: Context, { id, stage }: Incident): Section[] {
  const known = partsOf(db, investigation, id)[0];
  if (known?.state !== 'completed' && stage !== 'closed') return [];
  return [
    ...(known === undefined
      ? []
      : [...chapter(said('incidents.paper.investigation.summary'), known.summary), ...factorsOf(known)]),
    ...causesOf({ db }, id),
  ];
}

function investigationOf(known: Investigation): Section[] {
  const { likelihood, consequence } = known;
  const risk =
    likelihood === null || consequence === null
      ? null
      : said('incidents.paper.investigation.riskOf', {
          band: valueText('severity', riskBand(likelihood, consequence)),
          likelihood,
          consequence,
        });
  return [
    {
      type: 'figures',
      title: said('incidents.paper.investigation'),
      look: 'list',
      items: [
        {
          label: said('incidents.paper.investigation.state'),
          type: 'text',
          value: said(`incidents.paper.investigation.${known.state}`),
        },
        { label: said('incidents.paper.investigation.lead'), type: 'text', value: known.leadName },
        { label: said('incidents.paper.investigation.started'), type: 'instant', value: known.startedAt },
        {
          label: said('incidents.paper.investigation.completedAt'),
          type: 'instant',
          value: known.completedAt,
        },
        { label: said('incidents.paper.investigation.risk'), type: 'text', value: risk },
      ],
    },
    ...chapter(said('incidents.paper.investigation.because'), known.notRequiredBecause ?? ''),
    ...chapter(said('incidents.paper.investigation.summary'), known.summary),
    ...chapter(said('incidents.paper.investigation.lessons'), known.lessons),
    ...factorsOf(known),
  ];
}

function factorsOf({ factors }: Investigation): Section[] {
  return tableOf(
    said('incidents.paper.investigation.factors'),
    [{ title: said('incidents.paper.factor'), type: 'text', weight: 1 }],
    factors.map((code) => [factorText(code)]),
  );
}

/** Every format keeps a space that no line may break at. */
const INDENT = '\u{a0}'.repeat(4);

/** The tree as an indented list: what answers a "why?" stands under what was asked about. */
function causesOf({ db }: Context, id: string): Section[] {
  return tableOf(
    said('incidents.paper.causes'),
    [
      { title: said('incidents.paper.cause.depth'), type: 'number', weight: 0.6 },
      { title: said('incidents.paper.cause'), type: 'text', weight: 4 },
      { title: said('incidents.paper.cause.group'), type: 'text', weight: 1.2 },
      { title: said('incidents.paper.cause.root'), type: 'yes-no', weight: 0.8 },
    ],
    nodesOf(causeTree(partsOf(db, cause, id))).map(({ cause: { text, group, isRoot }, depth }) => [
      depth + 1,
      `${INDENT.repeat(depth)}${text}`,
      said(`incidents.paper.causeGroup.${group}`),
      isRoot,
    ]),
  );
}

function evidenceOf(taken: readonly Evidence[]): Section[] {
  return tableOf(
    said('incidents.paper.evidence'),
    [
      { title: said('incidents.paper.evidence.what'), type: 'text', weight: 3 },
      { title: said('incidents.paper.evidence.kept'), type: 'text', weight: 1.4 },
      { title: said('incidents.paper.evidence.taken'), type: 'instant', weight: 1.2 },
      { title: said('incidents.paper.evidence.takenBy'), type: 'text', weight: 1.2 },
      { title: said('incidents.paper.evidence.hands'), type: 'text', weight: 2 },
      { title: 'SHA-256', type: 'text', weight: 2 },
    ],
    taken.map((one) => [
      one.description,
      one.keptWhere,
      one.takenAt,
      one.takenByName,
      one.custody
        .map(({ at, to, byName }) => said('incidents.paper.evidence.hand', { at, to, by: byName }))
        .join('\n'),
      one.sha256,
    ]),
  );
}

/** The statements that a report with names shows. */
export function statementsIn(
  db: QueryContext['db'],
  incidentId: string,
): { readonly entity: typeof witness; readonly id: string }[] {
  return partsOf(db, witness, incidentId).map(({ id }) => ({ entity: witness, id }));
}

/** Those who were there: in what capacity, and only where whoever makes the report chose it, who and what they said. */
export function statementsOf({ db }: Context, { id }: Incident, withNames: boolean): Section[] {
  const all = partsOf(db, witness, id);
  if (all.length === 0) return [];
  const capacity = { title: said('incidents.paper.witness.capacity'), type: 'text', weight: 1.6 } as const;
  const taken = { title: said('incidents.paper.evidence.taken'), type: 'instant', weight: 1.2 } as const;
  const title = said('incidents.paper.witnesses');
  if (!withNames)
    return [
      ...tableOf(
        title,
        [capacity, taken],
        all.map((one) => [one.capacity, one.takenAt]),
      ),
      paragraph(said('incidents.paper.witness.left')),
    ];
  return tableOf(
    title,
    [
      { title: said('incidents.paper.witness.name'), type: 'text', weight: 1.2 },
      capacity,
      { title: said('incidents.paper.witness.contact'), type: 'text', weight: 1.2 },
      taken,
      { title: said('incidents.paper.witness.statement'), type: 'text', weight: 4 },
    ],
    all.map((one) => [one.name, one.capacity, one.contact, one.takenAt, one.statement]),
  );
}
