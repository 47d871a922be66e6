import { NO_FACTS } from '../../schema/facts.ts';
import type { FormKnown } from '../form-known.ts';
import { block, type FormBlock, type FormSource, type Known, type PreparedForm } from './form.ts';
import {
  descriptionOf,
  elementsOf,
  flagOf,
  linesOf,
  localTimeTextOf,
  operatorOf,
  peopleOf,
  peopleTextOf,
  reporterOf,
} from './values.ts';

/**
 * The blocks of US Coast Guard form CG-2692 that a record of ours can speak to. 46 CFR 4.05-10 takes the form or its
 * data.
 */
export function cg2692(known: Known): PreparedForm {
  return {
    form: 'CG-2692',
    edition:
      'US Coast Guard, Rev. 06-04, OMB 1625-0001; the later edition rearranges the blocks and is not numbered here',
    blocks: [...vesselBlocks(known), ...casualtyBlocks(known), ...peopleBlocks(known)],
  };
}

function vesselBlocks(known: Known): readonly FormBlock[] {
  const { site, facts } = known;
  return [
    block('1', 'Name of vessel or facility', 'site', site?.name),
    block('2', 'Official No.', 'site', site?.imoNumber ? `IMO ${site.imoNumber}` : null),
    block('3', 'Nationality', facts?.flagState ? 'facts' : 'site', flagOf(known)),
    block('4', 'Call sign', 'site', site?.callSign),
    block('5', 'USCG Certificate of Inspection issued at'),
    block('6', 'Type', 'facts', facts?.vesselKind),
    block('7', 'Length'),
    block('8', 'Gross tons', 'site', site?.grossTonnage),
    block('9', 'Year built', 'site', site?.yearBuilt),
    block('10', 'Propulsion'),
    block('11', 'Hull material'),
    block('12', 'Draft forward and aft'),
    block('13', 'Classed by', 'site', site?.classSociety),
  ];
}

function casualtyBlocks(known: Known): readonly FormBlock[] {
  const { incident, facts, form } = known;
  const { date, time } = localTimeTextOf(known);
  const { dead, missing, injured } = peopleOf(known);
  const isCounted = facts !== null;
  const tonnes = facts?.pollutantTonnes ?? null;
  return [
    block('14', 'Date of occurrence', 'report', date),
    block('15', 'Time (local)', 'report', time),
    block('16', 'Location', 'report', incident.place),
    block('17', 'Estimated loss or damage (USD)', 'facts', facts?.propertyDamageUsd),
    block('18', 'Operating company: name, address, telephone', 'site', operatorOf(known)),
    block('19', 'Master or person in charge', 'people', form.masters.join(' or ')),
    block('20', 'Pilot'),
    block('21', 'Casualty elements', 'facts', isCounted ? elementsOf(known, facts) : null),
    block('21', 'Persons on board'),
    block('21', 'Death: how many', ...counted(isCounted, incident.dead, dead)),
    block('21', 'Missing: how many', 'facts', isCounted ? missing : null),
    block('21', 'Injured: how many', ...counted(isCounted, incident.injured, injured)),
    block('21', 'Oil spill: estimated amount', 'facts', tonnes === null ? null : `${tonnes} t`),
    block('22', 'Conditions: sea, weather, visibility, wind, current'),
    block('23', 'Navigation information'),
    block('24', 'Last port, where bound'),
    block('25–30', 'Tow and barges, where there were any'),
  ];
}

function peopleBlocks(known: Known): readonly FormBlock[] {
  const { incident, facts, form } = known;
  const people = peopleTextOf(known);
  return [
    block(
      '31–43',
      'Personnel: name, status, injury, activity (form CG-2692C)',
      facts === null ? 'report' : 'facts',
      people === '' ? null : `${people}: to be named, one by one`,
    ),
    block('44', 'Description of casualty', 'report', descriptionOf(known)),
    block('45', 'Witnesses (form CG-2692D)', 'witnesses', witnessesOf(form)),
    block('46', 'Recommendations for corrective safety measures', 'actions', linesOf(form.measures)),
    block('47', 'Person making this report', 'report', reporterOf(incident)),
    block('47', 'Signature, title, date'),
  ];
}

/** A count of the facts, else of the report where it gave one. */
function counted(
  isCounted: boolean,
  reported: number | undefined,
  people: number,
): readonly [from: FormSource, value: number | null] {
  return isCounted ? ['facts', people] : ['report', reported === undefined ? null : people];
}

function witnessesOf({ witnesses, named }: FormKnown): string {
  if (named.length === 0) return witnesses === 0 ? '' : `${witnesses}: their names are left out`;
  return named
    .map((one) => [one.name, one.capacity, one.contact].filter((text) => text !== '').join(', '))
    .join('\n');
}

/** INC-48: report of the chemical tests that 46 CFR 4.06-60 asks for after a serious marine incident. */
export function cg2692b(known: Known): PreparedForm {
  const { site, facts, incident } = known;
  const { date, time } = localTimeTextOf(known);
  return {
    form: 'CG-2692B',
    edition:
      'US Coast Guard, the edition that expired 03/31/2019 (OMB 1625-0001), sections I to III; what follows section III was not compared and has no number here',
    blocks: [
      block('1', 'Vessel name', 'site', site?.name),
      block(
        '2',
        'Vessel official number or IMO number',
        'site',
        site?.imoNumber ? `IMO ${site.imoNumber}` : null,
      ),
      block('3', 'Date and time (local) of occurrence', 'report', `${date} ${time}`),
      block(
        '4',
        'Why this is a serious marine incident (46 CFR 4.03-2)',
        'facts',
        seriousBoxesOf(known).join('\n'),
      ),
      block('5a', 'Individuals directly involved: name'),
      block('5b', 'USCG credentialed?'),
      block('6a', 'Drug test: urine sample provided within 32 hours?'),
      block('6b', 'Alcohol test: specimen provided within 2 hours?'),
      block('6c', 'Type of alcohol test specimen'),
      block('6d', 'Alcohol test result'),
      block('–', 'Laboratory that tests for drugs; laboratory or person that tested for alcohol'),
      block('–', 'Remarks: why somebody was not tested in time, or refused'),
      block('–', 'Person making this report', 'report', reporterOf(incident)),
      block('–', 'Signature, title, telephone, date'),
      block('–', 'Casualty form that this belongs to', facts === null ? null : 'facts', 'CG-2692'),
    ],
  };
}

const SERIOUS_USD = 200_000;

function seriousBoxesOf(known: Known): readonly string[] {
  const { dead, missing } = peopleOf(known);
  const facts = known.facts ?? NO_FACTS;
  const damageUsd = facts.propertyDamageUsd ?? 0;
  return [
    ...(dead + missing > 0 ? ['One or more deaths'] : []),
    ...(facts.treated + facts.seriouslyInjured > 0
      ? ['Injury beyond first aid that makes unfit for routine vessel duties']
      : []),
    ...(damageUsd > SERIOUS_USD
      ? [`Damage to property: ${damageUsd} USD (above 200,000 as 46 CFR 4.03-2 has it since 2018)`]
      : []),
    ...(facts.totalLoss ? ['Actual or constructive total loss of a vessel'] : []),
    ...(facts.pollution === 'discharged' || facts.pollution === 'severe'
      ? [
          `To be checked: discharge of 10,000 gallons of oil, or of a reportable quantity (${facts.pollutantTonnes ?? '?'} t)`,
        ]
      : []),
  ];
}
