import { complianceWords } from '../../compliance-words.ts';
import { valueText } from '../said.ts';
import { block, type Known, type PreparedForm } from './form.ts';
import {
  damageOf,
  descriptionOf,
  flagOf,
  localTimeTextOf,
  operatorOf,
  peopleOf,
  pollutionOf,
} from './values.ts';

const SHIP = 'Ship particulars';
const DATA = 'Preliminary casualty data';

/** What the Administration asks ship and company for when it reports a casualty to IMO (GISIS). */
export function circ4(known: Known): PreparedForm {
  const { site, facts, incident, casualtyClass } = known;
  const { date, time } = localTimeTextOf(known);
  const { dead, missing, injured } = peopleOf(known);
  const from = facts === null ? 'report' : 'facts';
  return {
    form: 'MSC-MEPC.3-Circ.4',
    edition:
      'MSC-MEPC.3/Circ.4/Rev.1 (18 Nov. 2014), annex 1; headings as in MSC/Circ.953, whose numbers were not compared with this revision and are left out',
    blocks: [
      block(SHIP, 'IMO number', 'site', site?.imoNumber),
      block(SHIP, 'Name of ship', 'site', site?.name),
      block(SHIP, 'Flag State', facts?.flagState ? 'facts' : 'site', flagOf(known)),
      block(SHIP, 'Type of ship', 'facts', facts?.vesselKind),
      block(SHIP, 'Gross tonnage', 'site', site?.grossTonnage),
      block(SHIP, 'Length overall'),
      block(SHIP, 'Classification society', 'site', site?.classSociety),
      block(SHIP, 'Registered shipowner'),
      block(SHIP, 'Ship manager or operator', 'site', operatorOf(known)),
      block(SHIP, 'Previous names, flag, class'),
      block(SHIP, 'Date of contract, keel laid, delivery', 'site', site?.yearBuilt),
      block(SHIP, 'Deadweight'),
      block(SHIP, 'Hull material and construction'),
      block(SHIP, 'Number of crew, of passengers'),
      block(DATA, 'Date and time (local on board)', 'report', `${date} ${time}`),
      block(DATA, 'Position or location', 'report', incident.place),
      block(DATA, 'Initial event', 'report', valueText('type', incident.type)),
      block(
        DATA,
        'Severity of the casualty',
        'facts',
        casualtyClass === null ? null : complianceWords[`casualtyClass.${casualtyClass}`],
      ),
      block(DATA, 'Dead', from, dead),
      block(DATA, 'Missing', from, missing),
      block(DATA, 'Injured', from, injured),
      block(DATA, 'Consequences to the ship', 'facts', damageOf(facts)),
      block(DATA, 'Pollution', 'facts', pollutionOf(facts)),
      block(DATA, 'Summary of events', 'report', descriptionOf(known)),
    ],
  };
}
