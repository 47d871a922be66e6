import type { Category, IncidentType } from '../domains/incidents/schema.ts';

type Trade = 'vessel' | 'warehouse' | 'office';
type Topic = 'technical' | 'people' | 'cargo';

const TOPICS: { readonly [T in IncidentType]?: Topic } = {
  machinery_failure: 'technical',
  system_outage: 'technical',
  data_loss: 'technical',
  injury: 'people',
  man_overboard: 'people',
  loss_of_cargo: 'cargo',
  cargo_damage: 'cargo',
  cargo_loss: 'cargo',
  customs_hold: 'cargo',
  temperature_excursion: 'cargo',
};

/** What those on the spot may write under an incident of this type and category. */
export function commentsOnTheSpot(trade: Trade, type: IncidentType, category: Category): readonly string[] {
  const topic = category === 'hr' ? 'people' : TOPICS[type];
  return topic === undefined ? GENERAL[trade] : [...GENERAL[trade], ...BY_TOPIC[trade][topic]];
}

const GENERAL: { readonly [T in Trade]: readonly string[] } = {
  vessel: [
    'Master has been there and seen it.',
    'Statements of the two who were there are taken.',
    'Entered in the log book.',
    'Toolbox talk held with both watches.',
    'Handed over to the next watch, who know what to look for.',
    'Agent at the next port is informed.',
    'Nothing new since the last round.',
    'Will be looked at again in daylight.',
    'Talked through at the evening meeting, one suggestion noted.',
  ],
  warehouse: [
    'Photos are with the file.',
    'Camera footage of the last shift asked for.',
    'Talked about it with the late shift as well.',
    'Handed over to the night shift.',
    'Nothing new since the last round.',
    'Area is marked off until further notice.',
    'Manager has been there and seen it.',
  ],
  office: [
    'Told the people concerned.',
    'Put on the agenda of the Monday meeting.',
    'Notes of the talk are with the file.',
    'Nothing new since this morning.',
    'Checked with the building management.',
  ],
};

const BY_TOPIC: { readonly [T in Trade]: { readonly [Name in Topic]: readonly string[] } } = {
  vessel: {
    technical: [
      'Spare is on board, fitting starts after the watch change.',
      'Running hours added. Last overhaul was on the plan.',
      'Trial run for two hours without remark.',
      'Checked the other unit as well: same wear, will be changed together.',
      'Part ordered for the next port, temporary repair holds.',
      'Maker answered: known issue, service letter attached to the job.',
      'Readings taken every hour: steady.',
      'Photos of the damaged part kept with the job card.',
    ],
    people: [
      'Well under the circumstances. Somebody stays with the person.',
      'Radio medical advice asked for a second time, same answer.',
      'Rest hours of the watch corrected for the stand-in.',
      'Family informed by the person.',
      'Temperature, pulse and pressure noted every hour.',
    ],
    cargo: [
      'Tally compared with the stowage plan.',
      'Surveyor ordered for the next port.',
      'Second reading taken after one hour: unchanged.',
      'Bay photographed from the lashing bridge.',
      'Letter of protest drafted for signature.',
      'Weather does not allow work on deck before tomorrow morning.',
    ],
  },
  warehouse: {
    technical: ['Maintenance says two hours, spare is in the van.', 'Running again, kept under watch.'],
    people: [
      'First-aid book filled in.',
      'Colleague called from the doctor: all well.',
      'Shift moved round, all places manned.',
      'Talked with the colleague, will be at the safety meeting.',
    ],
    cargo: [
      'Consignee informed by telephone, confirmation by mail follows.',
      'Counted twice, numbers agree now.',
      'Broker calls back before noon.',
      'Goods stand in the quarantine lane, marked red.',
      'Seal number added from the gate photo.',
      'Surveyor comes tomorrow morning.',
      'New slot booked for the truck.',
      'Driver’s statement taken, in English.',
    ],
  },
  office: {
    technical: [
      'Provider has opened a ticket and calls back within the hour.',
      'Log files kept.',
      'Works again here, please confirm from the other floor.',
      'Confirmed, works here as well.',
      'Duty desk uses the mobile kit meanwhile.',
      'Restored copy compared with the list: complete.',
    ],
    people: ['Talked with both, separately.', 'Colleague called: all well, back tomorrow.'],
    cargo: [],
  },
};

/** What those ashore who answer for it write: questions, and what they have set going. */
export const COMMENTS_FROM_ASHORE: readonly string[] = [
  'Seen, thank you. Please keep us posted.',
  'Please add photos when there is time.',
  'Who was informed outside the company so far?',
  'Insurer is informed for precaution.',
  'Customer is informed, no complaint so far.',
  'Please check the same thing at the other sites; circular is being written.',
  'Compare with the case of last quarter, the cause looks alike.',
  'Decision stays on the spot. Call me at any hour.',
  'Noted for the management review.',
];

export const ESCALATION_REASONS: readonly string[] = [
  'Needs a decision from ashore.',
  'Second occurrence within a month.',
  'Getting worse, margin shrinks.',
  'Not to be solved before the deadline with what we have here.',
  'Authority asks for the responsible person.',
  'Customer asks for management.',
  'Goes further than first thought.',
  'Cause unclear, want a second pair of eyes.',
];

export const REOPEN_REASONS: readonly string[] = [
  'Came back: same thing at the same place.',
  'What was done did not hold.',
  'Corrective action was not carried out everywhere.',
  'New statement changes the picture.',
  'Auditor asks for evidence of the action.',
];
