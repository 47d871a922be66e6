import { block, type FormBlock, type Known, type PreparedForm } from './form.ts';
import {
  damageOf,
  descriptionOf,
  elementsOf,
  flagOf,
  linesOf,
  localTimeTextOf,
  operatorOf,
  peopleTextOf,
  pollutionOf,
  reporterOf,
  shipTypeOf,
} from './values.ts';

/** AMSA form 18: the alert, by the headings of its printed edition, which numbers nothing. */
export function amsa18(known: Known): PreparedForm {
  const { incident, facts } = known;
  return {
    form: 'AMSA-18',
    edition:
      'AMSA 18 (09/13), by its headings, which have no numbers; AMSA takes it online too. Not for MARPOL pollution reports',
    blocks: [
      ...shipBlocks(known, 'Ship details'),
      ...incidentBlocks(known, 'Incident details'),
      block(
        'Description of incident/damage',
        'What happened; under pilotage, the pilot',
        'report',
        descriptionOf(known),
      ),
      block(
        'Other relevant information',
        'Damage and pollution',
        'facts',
        linesOf([damageOf(facts), pollutionOf(facts)]),
      ),
      block('Other relevant information', 'Reported in Fairlead as', 'report', incident.number),
    ],
  };
}

/** AMSA form 19: the report, with what its alert already said and what was done since. */
export function amsa19(known: Known): PreparedForm {
  const { incident, facts, form } = known;
  return {
    form: 'AMSA-19',
    edition:
      'AMSA form 19, its fields not compared: the headings are those of form 18 (09/13) and of what AMSA asks of the report, actions taken or planned',
    blocks: [
      ...shipBlocks(known, 'Ship'),
      ...incidentBlocks(known, 'Incident'),
      block('Conditions', 'Weather, sea, visibility, light'),
      block(
        'People',
        'Dead, missing, injured: to be named, one by one',
        facts === null ? 'report' : 'facts',
        peopleTextOf(known),
      ),
      block('Damage', 'To the ship or others', 'facts', damageOf(facts)),
      block('Pollution', 'What and how much', 'facts', pollutionOf(facts)),
      block('Description', 'What happened', 'report', descriptionOf(known)),
      block('Actions', 'Immediate actions', 'report', incident.resolution),
      block(
        'Actions',
        'Taken or planned so that it does not happen again',
        'actions',
        linesOf(form.measures),
      ),
      block('Reporter', 'Name', 'report', reporterOf(incident)),
      block('Reporter', 'Position, telephone, signature, date'),
    ],
  };
}

function shipBlocks(known: Known, heading: string): readonly FormBlock[] {
  const { site, facts, form } = known;
  return [
    block(heading, 'Ship’s name', 'site', site?.name),
    block(heading, 'IMO number', 'site', site?.imoNumber),
    block(heading, 'Unique ID or official number'),
    block(heading, 'Call sign', 'site', site?.callSign),
    block(heading, 'Satcom number'),
    block(heading, 'Flag', facts?.flagState ? 'facts' : 'site', flagOf(known)),
    block(heading, 'Master', 'people', form.masters.join(' or ')),
    block(heading, 'Gross tonnage', 'site', site?.grossTonnage),
    block(heading, 'Number of persons on board'),
    block(heading, 'Class society', 'site', site?.classSociety),
    block(heading, 'Propulsion'),
    block(heading, 'IOPP certificate, date of issue'),
    block(heading, 'Ship type', 'facts', shipTypeOf(facts)),
    block(heading, 'Operator’s name and address', 'site', operatorOf(known)),
    block(heading, 'Responsible officer (ISM designated person)', 'people', form.designated.join(' or ')),
    block(heading, 'Contact number'),
    block(heading, 'Agents and P&I club'),
  ];
}

function incidentBlocks(known: Known, heading: string): readonly FormBlock[] {
  const { incident, facts } = known;
  const { date, time } = localTimeTextOf(known);
  return [
    block(heading, 'Voyage from, to'),
    block(heading, 'Ship’s location', 'report', incident.place),
    block(heading, 'Location on ship', 'report', incident.affected),
    block(heading, 'Date and time of incident', 'report', `${date} ${time}`),
    block(heading, 'Number of persons involved', facts === null ? 'report' : 'facts', peopleTextOf(known)),
    block(heading, 'Nature of incident', 'facts', facts === null ? null : elementsOf(known, facts)),
  ];
}
