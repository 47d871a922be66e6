import { type FactFields, NO_FACTS } from '../../schema/facts.ts';
import { block, type FormBlock, type Known, type PreparedForm } from './form.ts';
import { damageOf, flagOf, linesOf, occurredAtOf, operatorOf, pollutionOf, reporterOf } from './values.ts';

const BULK = ['A', 'B', 'C', 'E', 'F', 'L', 'M', 'N', 'Q', 'R', 'S', 'T', 'U', 'X'] as const;
/** Harmful substances in packages. */
const PACKAGED = ['A', 'B', 'C', 'M', 'Q', 'R', 'S', 'T', 'U', 'X'] as const;
type Item = (typeof BULK)[number] | 'P';

/**
 * The report of Resolution A.851(20) to the nearest coastal State, item by item: of harmful substances (HS, 3.2.1), or
 * of those in packages (MP, 3.3.1). Item P where a discharge is only probable.
 */
export function a851(known: Known): PreparedForm {
  const facts = known.facts ?? NO_FACTS;
  const isPackaged = facts.pollutant === 'packaged';
  const asked: readonly Item[] = [
    ...(isPackaged ? PACKAGED : BULK),
    ...(facts.pollution === 'probable' ? (['P'] as const) : []),
  ];
  return {
    form: 'A.851',
    edition: `Resolution A.851(20), as amended by MEPC.138(53): primary report ${isPackaged ? 'MP' : 'HS'}, by the letters of the standard reporting format`,
    blocks: [
      block('–', 'Type of report', 'facts', isPackaged ? 'MP' : 'HS'),
      ...asked.toSorted().map((item) => ITEMS[item](known, facts)),
    ],
  };
}

const ITEMS: { readonly [I in Item]: (known: Known, facts: FactFields) => FormBlock } = {
  A: (known) =>
    block(
      'A',
      'Ship: name, call sign or ship station identity, flag',
      'site',
      [known.site?.name, known.site?.callSign, flagOf(known)]
        .filter((text) => (text ?? '') !== '')
        .join(', '),
    ),
  B: (known) => block('B', 'Date and time of the event, UTC: day, hours, minutes', 'report', groupOf(known)),
  C: ({ incident }) =>
    block('C or D', 'Position, or true bearing and distance from a landmark', 'report', incident.place),
  E: () => block('E', 'True course'),
  F: () => block('F', 'Speed in knots'),
  L: () => block('L', 'Route information: intended track'),
  M: () => block('M', 'Radio stations and frequencies guarded'),
  N: () => block('N', 'Time of next report'),
  P: (_known, facts) =>
    block(
      'P',
      'Pollutant or goods on board that may be discharged: names, UN number, class, quantity',
      'facts',
      pollutionOf(facts),
    ),
  Q: (known, facts) =>
    block(
      'Q',
      'Defect, damage, deficiency or other limitation',
      'facts',
      known.facts === null ? null : damageOf(facts),
    ),
  R: (_known, facts) =>
    block(
      'R',
      'Pollution or goods lost: what, how much, cause, whether it goes on',
      'facts',
      facts.pollution === 'probable' ? null : pollutionOf(facts),
    ),
  S: () => block('S', 'Weather: wind, sea, swell'),
  T: (known) =>
    block('T', 'Ship’s owner and representative: name, address, telephone', 'site', operatorOf(known)),
  U: ({ site, facts: entered }) =>
    block(
      'U',
      'Ship’s size and type: length, breadth, tonnage, type',
      entered === null ? 'site' : 'facts',
      [
        ...(site?.grossTonnage ? [`${site.grossTonnage} GT`] : []),
        ...(entered === null ? [] : [entered.vesselKind]),
      ].join(', '),
    ),
  X: ({ incident, facts: entered, form }) =>
    block(
      'X',
      'Action being taken, assistance asked for, people hurt, who reports',
      'report',
      linesOf([entered?.circumstances, ...form.measures, reporterOf(incident)]),
    ),
};

/** `010310Z (2026-03-01)`: the group of six digits that the format asks for. */
function groupOf(known: Known): string {
  const at = occurredAtOf(known);
  return `${at.slice(8, 10)}${at.slice(11, 13)}${at.slice(14, 16)}Z (${at.slice(0, 10)})`;
}
