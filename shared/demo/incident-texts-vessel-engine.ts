import type { Scenario } from './scenario.ts';

/** Machinery, fuel and fire in the engine spaces. */
export const VESSEL_ENGINE_SCENARIOS: readonly Scenario[] = [
  {
    type: 'fire',
    category: 'safety',
    severities: ['high', 'critical'],
    title: 'Fire in incinerator room',
    description:
      'Flame detector and smoke alarm at {1..4} zones. Sludge burner flashed back at the start-up; burning sludge on the floor plate. General alarm, crew mustered, ventilation shut.',
    places: ['incinerator room'],
    resolution:
      'Extinguished with foam by team 1 after {5..14} minutes. Fire watch kept for four hours, no re-ignition.',
    rootCause:
      'Pre-purge was cut short by hand; the flame-failure relay had been bridged during fault finding.',
    correctiveAction:
      'Relay restored and sealed, bridging needs a permit. Operating instruction posted at the burner.',
    handler: 'chief-engineer',
  },
  {
    type: 'fire',
    category: 'safety',
    severities: ['critical'],
    title: 'Engine room fire at {generator}, oil mist ignited on the exhaust manifold',
    description:
      'Oil spray from a cracked fuel return pipe hit the manifold. Local water mist released, engine stopped by quick-closing valve. Blackout for {2..9} minutes, emergency generator on load.',
    places: ['generator flat', 'engine room, second deck'],
    resolution:
      'Out after water mist release, boundary cooling for {40..90} minutes. Propulsion restored on the remaining generators.',
    rootCause:
      'Pipe clamp missing since the last overhaul; the pipe chafed through. Spray shield was not refitted.',
    correctiveAction:
      'All high-pressure and return pipes inspected fleet-wide, shields refitted and sealed with tags.',
    handler: 'chief-engineer',
  },
  {
    type: 'fire',
    category: 'safety',
    severities: ['medium', 'high'],
    title:
      'Smoke from {switchboard cubicle|starter panel} of the {bow thruster|no. 2 fire pump|provision crane}',
    description:
      'Smell of burning noticed on the round. Contactor glowing; panel isolated and CO₂ extinguisher used.',
    places: ['engine control room', 'switchboard room', 'bow thruster room'],
    resolution:
      'Contactor replaced, cables insulation-tested. Thermal image taken under load, no hot spot left.',
    rootCause: 'Loose terminal screw; no thermography since delivery of the panel.',
    correctiveAction: 'Thermography of all panels once a year; retightening put on the electrician’s plan.',
    handler: 'chief-engineer',
  },
  {
    type: 'machinery_failure',
    category: 'operational',
    severities: ['low', 'medium'],
    title: 'Ballast pump seal leak, no. {1|2} pump',
    description:
      'Mechanical seal leaks about {4..30} litres a minute at full head. Bilge well fills in {2..6} hours.',
    places: ['ballast pump space', 'engine room, bottom plates'],
    resolution: 'Seal changed from spares on board, pump back in service after trial run.',
    rootCause: 'Seal ran dry when the sea chest strainer was choked by {mussels|plastic film|sand}.',
    correctiveAction:
      'Differential-pressure alarm set on the strainer; strainers cleaned after each river port.',
    handler: 'chief-engineer',
  },
  {
    type: 'machinery_failure',
    category: 'operational',
    severities: ['medium', 'high'],
    title: 'Main engine slow-down, high exhaust temperature on unit {1..7}',
    description:
      'Automatic slow-down at {410..470} °C. Speed reduced to {9..12} kn. Vessel is clear of traffic, sea moderate.',
    places: ['engine control room', 'engine room, cylinder platform'],
    resolution: 'Fuel valve exchanged at sea within {2..6} hours, temperatures even again.',
    rootCause: 'Fuel valve nozzle eroded by catalyst fines; purifier flow was set too high.',
    correctiveAction:
      'Purifier flow reduced, drip samples before and after the purifier each week; oil sent for analysis.',
    handler: 'chief-engineer',
  },
  {
    type: 'machinery_failure',
    category: 'operational',
    severities: ['high', 'critical'],
    title: 'Blackout with loss of propulsion {4..14} NM off {harbour}',
    description:
      '{generator} tripped on overload while the second was starting. Main engine stopped. Not-under-command lights shown, VTS informed, anchors ready.',
    places: ['engine control room'],
    resolution:
      'Power restored after {6..19} minutes, propulsion after {22..48}. Escort tug stood by until the pilot station.',
    rootCause:
      'Preferential trip did not shed the reefers; its relay setting was changed in dock and not tested.',
    correctiveAction:
      'Relay settings restored and tested with load; blackout drill before every port approach with more than 60 reefers.',
    handler: 'chief-engineer',
  },
  {
    type: 'machinery_failure',
    category: 'operational',
    severities: ['medium', 'high'],
    title: 'Steering gear pump no. {1|2} lost pressure',
    description:
      'Phase failure and low-level alarm during the steering test before {arrival|departure}. Second pump took over.',
    places: ['steering gear room'],
    resolution:
      'Pipe union tightened and system topped up with {8..30} litres. Tests ahead and astern satisfactory.',
    rootCause: 'Union cracked by vibration; a support bracket was missing.',
    correctiveAction: 'Bracket made on board, the same place inspected on the sister ships.',
    handler: 'chief-engineer',
  },
  {
    type: 'pollution',
    category: 'environmental',
    severities: ['medium', 'high', 'critical'],
    title: 'Bunker hose leak during delivery at {harbour}, about {10..180} litres',
    description:
      'Flange of the delivery hose began to leak at {180..320} m³/h. Emergency stop pressed on the barge after {15..50} seconds. Oil on deck, {a sheen seen between ship and barge|nothing seen in the water}.',
    places: ['bunker station, port side', 'bunker station, starboard side'],
    resolution:
      'Transfer stopped, boom deployed by the barge, deck cleaned. Port authority attended and released the ship.',
    rootCause: 'Gasket of the wrong size on the reducer; the flange had four bolts in eight holes.',
    correctiveAction:
      'Full bolting and gasket check signed by both sides before start; reducers kept with matching gaskets.',
    handler: 'chief-engineer',
  },
  {
    type: 'machinery_failure',
    category: 'environmental',
    severities: ['low', 'medium'],
    title: 'Oily-water separator reads above 15 ppm',
    description:
      'Oil content meter climbed to {16..40} ppm, three-way valve recirculated as it should. Bilge holding tank at {55..85} %.',
    places: ['engine room, bottom plates', 'purifier room'],
    resolution: 'Coalescer changed, meter flushed and calibrated. Back below {3..9} ppm.',
    rootCause: 'Detergent from tank-top washing went into the bilge and made an emulsion.',
    correctiveAction: 'Only quick-separating cleaners are ordered; wash water goes to its own tank.',
    handler: 'chief-engineer',
  },
  {
    type: 'machinery_failure',
    category: 'operational',
    severities: ['low'],
    title: 'Fresh water generator makes salty water, {12..40} ppm',
    description: 'Salinity alarm on {2..5} consecutive days, water dumped. Stock {60..140} t.',
    places: ['engine room, third deck'],
    resolution: 'Demister cleaned and a plate gasket renewed; salinity below 2 ppm.',
    rootCause: 'Feed rate was too high for the cooling-water temperature.',
    correctiveAction:
      'Feed orifice table posted at the unit. None further, because the stock was never at risk.',
    handler: 'chief-engineer',
  },
  {
    type: 'machinery_failure',
    category: 'operational',
    severities: ['low', 'medium'],
    title: 'Purifier no. {1|2|3} vibrates and trips',
    description: 'Trips after {5..25} minutes with high vibration. Other purifiers carry the load.',
    places: ['purifier room'],
    resolution: 'Bowl opened and cleaned of sludge, bearing set changed. Runs smooth.',
    rootCause: 'Desludge interval doubled by hand to save water and not set back.',
    correctiveAction: 'Interval locked with a password; changes go into the engine log.',
    handler: 'chief-engineer',
  },
  {
    type: 'machinery_failure',
    category: 'operational',
    severities: ['low', 'medium'],
    title: '{generator} low lubricating-oil pressure alarm',
    description: 'Alarm at {2..3} bar on load. Standby set started and the engine stopped by hand.',
    places: ['generator flat'],
    resolution:
      'Filter cartridges changed and the regulating valve cleaned. Pressure steady for {12..36} hours.',
    rootCause: 'Filter differential was read but not compared with the limit.',
    correctiveAction: 'Limits printed beside the reading in the log sheet.',
    handler: 'chief-engineer',
  },
  {
    type: 'machinery_failure',
    category: 'safety',
    severities: ['medium'],
    title: 'Emergency generator failed to start at the weekly test',
    description:
      'Three attempts on the battery, one on the spring starter. Started at the {4th|5th} attempt only.',
    places: ['emergency generator room'],
    resolution: 'Batteries changed and fuel bled; ten starts in a row without failure.',
    rootCause: 'Battery {4..6} years old with one dead cell; the charger showed full.',
    correctiveAction: 'Load test of starting batteries each quarter; batteries renewed every three years.',
    handler: 'chief-engineer',
  },
  {
    type: 'injury',
    category: 'safety',
    severities: ['low', 'medium', 'high'],
    title: 'Burn on the {forearm|hand|wrist} while draining {hot fuel oil|boiler water}',
    description:
      '{motorman} opened the drain without a visor; hot liquid splashed. First- to second-degree burn, size of {a coin|a palm}.',
    places: ['purifier room', 'boiler platform', 'engine room, settling tank platform'],
    resolution:
      'Cooled for 20 minutes, dressed in the hospital, radio medical advice taken. Off duty for {1..4} days.',
    rootCause:
      'Protective sleeves were in the control room, not at the drain; the job was thought too short for them.',
    correctiveAction: 'Sleeves and visor hang at each hot drain. The chief engineer checks at rounds.',
    handler: 'chief-engineer',
  },
  {
    type: 'near_miss',
    category: 'safety',
    severities: ['low'],
    title: 'Chain block hook opened under {80..400} kg',
    description: 'Safety latch missing on the hook; piston cover swung but stayed on the second sling.',
    places: ['engine room, workshop', 'engine room, cylinder platform'],
    resolution: 'Block taken out of use and destroyed. All lifting gear of the workshop checked.',
    rootCause: 'Block was not in the lifting-gear register and so never inspected.',
    correctiveAction:
      'Register completed by a count of every block and sling; colour of the quarter introduced.',
    handler: 'chief-engineer',
  },
  {
    type: 'machinery_failure',
    category: 'operational',
    severities: ['low', 'medium'],
    title: 'Sea chest {port|starboard} choked by {jellyfish|plastic sheet|weed} off {harbour}',
    description:
      'Low sea-water pressure, jacket temperature rising to {86..93} °C. Changed over to the high suction.',
    places: ['engine room, bottom plates'],
    resolution: 'Strainer cleaned twice, temperatures normal. Low suction again in deep water.',
    rootCause: 'Low suction used in shallow water; the change-over is not on the arrival checklist.',
    correctiveAction: 'Change-over added to the arrival checklist of bridge and engine.',
    handler: 'chief-engineer',
    season: 'summer',
  },
  {
    type: 'machinery_failure',
    category: 'operational',
    severities: ['low'],
    title: 'Air conditioning compressor no. {1|2} tripped, accommodation at {29..34} °C',
    description: 'High-pressure trip, refrigerant charge {15..40} % low. Cabins on the upper decks hot.',
    places: ['air conditioning room'],
    resolution: 'Leak at a flare joint repaired, {6..20} kg recharged and entered in the refrigerant log.',
    rootCause: 'Vibration at an unsupported pipe.',
    correctiveAction: 'Pipe clamped; leak test each month with the electronic detector.',
    handler: 'chief-engineer',
    season: 'summer',
  },
  {
    type: 'machinery_failure',
    category: 'operational',
    severities: ['low', 'medium'],
    title: 'Bow thruster did not start for {berthing|unberthing} at {harbour}',
    description: 'Start blocked by low header-tank level. Tug ordered, {1..3} hours’ delay.',
    places: ['bow thruster room'],
    resolution: 'Header tank filled with {10..40} litres, seal found sweating. Starts normally.',
    rootCause: 'Shaft seal weeping; the daily sounding was copied from the day before.',
    correctiveAction: 'Seal renewal booked for dry dock. Soundings are signed by the person who took them.',
    handler: 'chief-engineer',
  },
  {
    type: 'pollution',
    category: 'environmental',
    severities: ['low', 'medium'],
    title: 'Stern tube oil loss of {3..18} litres a day',
    description: 'Header tank falls steadily since {harbour}. No sheen seen astern in daylight.',
    places: ['stern tube header tank, engine room', 'steering gear room'],
    resolution: 'Changed to the low-level tank and lighter oil; loss stopped. Class and charterer informed.',
    rootCause: 'Fishing line in the aft seal, found by the diver.',
    correctiveAction:
      'Rope guard inspected by diver at each hull cleaning. Biodegradable oil ordered for the next fill.',
    handler: 'chief-engineer',
  },
  {
    type: 'other',
    category: 'operational',
    severities: ['low', 'medium'],
    title: 'Fuel changeover to low-sulphur fuel late by {12..45} minutes',
    description:
      'ECA border crossed with the service tank still at {18..60} % of the old fuel by calculation.',
    places: ['engine control room'],
    resolution:
      'Changeover completed, samples sealed, times entered in the log. Flag and port state informed.',
    rootCause: 'Calculation used the service-tank volume without the pipe content.',
    correctiveAction: 'Calculator corrected by the superintendent; changeover starts two hours earlier.',
    handler: 'chief-engineer',
  },
  {
    type: 'machinery_failure',
    category: 'environmental',
    severities: ['medium'],
    title: 'Scrubber wash-water alarm: pH {4..5} at the discharge',
    description: 'Alarm after the load rise. Scrubber bypassed, changed to compliant fuel.',
    places: ['funnel casing', 'engine control room'],
    resolution:
      'pH probe calibrated, second probe agreed within {1..2} tenths. Scrubber back in use on open sea.',
    rootCause: 'Probe coated with soot; calibration overdue by {2..7} weeks.',
    correctiveAction: 'Calibration put into planned maintenance with a lead of one week.',
    handler: 'chief-engineer',
  },
  {
    type: 'fire',
    category: 'safety',
    severities: ['medium', 'high'],
    title: 'Scavenge fire on unit {2..6}',
    description:
      'Rising scavenge-box temperature and sparks at the test cock. Engine slowed, fuel cut to the unit, steam applied.',
    places: ['engine room, scavenge space', 'engine room, cylinder platform'],
    resolution:
      'Out after {20..55} minutes. Scavenge box opened after cooling, cleaned, piston rings checked.',
    rootCause: 'Oil sludge under the piston; drain line blocked and not blown through daily.',
    correctiveAction:
      'Drain blow-through signed every watch; cylinder oil feed rate reduced in steps with the maker.',
    handler: 'chief-engineer',
  },
  {
    type: 'machinery_failure',
    category: 'operational',
    severities: ['low'],
    title: 'Sewage treatment plant: blower stopped, {2..7} days without treatment',
    description: 'Motor burnt out. Plant by-passed to the holding tank, {30..80} % full.',
    places: ['sewage plant room'],
    resolution: 'Blower rewound ashore at {harbour} and refitted. Holding tank landed.',
    rootCause: 'Air filter blocked with laundry fluff.',
    correctiveAction: 'Filter moved away from the laundry exhaust and on the weekly round.',
    handler: 'chief-engineer',
  },
  {
    type: 'machinery_failure',
    category: 'operational',
    severities: ['low', 'medium'],
    title: 'Auxiliary boiler flame failure, fuel temperature falling to {82..98} °C',
    description: 'Burner locks out after {2..6} starts. Fuel heating on the exhaust boiler only.',
    places: ['boiler platform'],
    resolution: 'Photocell cleaned and nozzle changed, starts at the first attempt.',
    rootCause: 'Nozzle dribbled and fouled the photocell.',
    correctiveAction: 'Nozzle set kept ready; photocell cleaned every two weeks.',
    handler: 'chief-engineer',
  },
  {
    type: 'machinery_failure',
    category: 'safety',
    severities: ['medium', 'high'],
    title: 'Quick-closing valve of the {settling tank|service tank} does not close',
    description:
      'Found at the monthly test. Valve stopped {10..45} mm above the seat. Fuel can be cut by hand only.',
    places: ['engine room, settling tank platform', 'fire control station'],
    resolution: 'Spindle freed and valve lapped in; closes within two seconds, three times in a row.',
    rootCause: 'Paint on the spindle since the last yard stay.',
    correctiveAction: 'Spindles marked “do not paint”; test from the remote station, not at the valve.',
    handler: 'chief-engineer',
  },
];
