import type { Scenario } from './scenario.ts';

/** Cargo, lashing, mooring and deck work on board. */
export const VESSEL_CARGO_SCENARIOS: readonly Scenario[] = [
  {
    type: 'near_miss',
    category: 'safety',
    severities: ['low', 'medium'],
    title: 'Mooring line parted during {berthing|shifting ship|unmooring} at {harbour}',
    description:
      'The {forward spring|aft breast line|stern line} parted under load while the winch was heaving. Snap-back went clear of the mooring party. Wind {18..34} kn on the beam.',
    places: ['poop deck', 'forecastle', 'aft mooring station'],
    resolution:
      'Line replaced with the spare from the rope store. Mooring party mustered, nobody hurt. Remaining lines checked by the bosun.',
    rootCause:
      'Line {26..49} months in service with abrasion at the fairlead; the last inspection did not open the lay.',
    correctiveAction:
      'Line inspection interval halved, lines above 24 months turned end for end, snap-back zones explained again at the toolbox talk.',
    season: 'winter',
  },
  {
    type: 'loss_of_cargo',
    category: 'operational',
    severities: ['medium', 'high'],
    title: 'Lashing bridge found with {3..9} loose turnbuckles after heavy rolling',
    description:
      'On the round after rolling up to {18..29} degrees, turnbuckles in bay {14..38} were found slack and two locking nuts were missing. The stack had shifted by a hand.',
    places: ['lashing bridge, bay 22', 'lashing bridge, bay 34', 'main deck, bay 18'],
    resolution:
      'Ship turned head to sea, lashings retightened by two teams in pairs with harnesses. Stack stands upright again.',
    rootCause:
      'Turnbuckles were tightened by the stevedores at departure and not checked within the first 24 hours.',
    correctiveAction:
      'Lashing check within 12 hours of departure added to the sea-passage checklist; locking nuts ordered for the whole set.',
    season: 'winter',
  },
  {
    type: 'loss_of_cargo',
    category: 'operational',
    severities: ['high', 'critical'],
    title: 'Container stack collapsed in bay {26..42}, {2..5} boxes overboard',
    description:
      'After a series of large rolls the outboard stack gave way. {2..5} containers went over the {port|starboard} side, others hang over the rail. Parametric rolling suspected. Position logged.',
    places: ['main deck, bay 34', 'main deck, bay 38'],
    resolution:
      'Speed reduced, course altered to ride head sea. Navigational warning sent, flag and coastal state informed. Area cordoned off until arrival.',
    rootCause:
      'Stack weight in the upper tiers above the lashing calculation; declared weights differed from the verified gross mass.',
    correctiveAction:
      'Stowage planner now refuses a stack whose verified mass is missing; parametric-roll guidance posted on the bridge.',
    season: 'winter',
  },
  {
    type: 'loss_of_cargo',
    category: 'operational',
    severities: ['low', 'medium'],
    title: 'Reefer alarm, {2..6} containers lost supply air in {hold}',
    description:
      'Reefer monitoring showed return-air temperatures {3..9} °C above set point. Supply breaker of the section had tripped.',
    places: ['no. 2 cargo hold', 'no. 3 cargo hold', 'main deck, bay 10'],
    resolution:
      'Breaker reset after insulation test, units restarted. All back to set point within {2..5} hours.',
    rootCause: 'Salt water in a reefer socket whose cover was left open after the last port.',
    correctiveAction: 'Sockets sealed and tested; cover check added to the reefer round at departure.',
    handler: 'chief-engineer',
    season: 'summer',
  },
  {
    type: 'machinery_failure',
    category: 'operational',
    severities: ['low', 'medium'],
    title: '{crane} slewing brake slips under load',
    description:
      'During discharge at {harbour} the crane drifted some {5..20} degrees with a load on the hook. Operation stopped by the hatch foreman.',
    places: ['main deck, between holds 2 and 3', 'main deck, between holds 4 and 5'],
    resolution: 'Brake lining adjusted and load-tested with {5..12} t. Crane released for work.',
    rootCause: 'Brake linings worn beyond the limit; running hours were not entered after the last overhaul.',
    correctiveAction: 'Linings renewed on all cranes, counters read monthly by the second engineer.',
    handler: 'chief-engineer',
  },
  {
    type: 'injury',
    category: 'safety',
    severities: ['low', 'medium', 'high'],
    title: 'Finger crushed between twist-lock and corner casting',
    description:
      '{sailor} caught the {left|right} {middle finger|index finger|thumb} while fitting a twist-lock by hand. First aid given in the hospital, radio medical advice asked for.',
    places: ['main deck, bay 14', 'lashing bridge, bay 22'],
    resolution:
      'Wound cleaned and dressed on radio medical advice. Light duty for {3..10} days, X-ray at next port.',
    rootCause:
      'Box was still swinging when the man reached in; no signalman stood in view of the crane driver.',
    correctiveAction:
      'Hands-off rule renewed: twist-locks only with the fitting tool. Signalman named before each shift.',
  },
  {
    type: 'near_miss',
    category: 'safety',
    severities: ['low'],
    title: 'Shackle fell from {4..9} m to the deck beside the working party',
    description:
      'A {2..6} kg bow shackle dropped from the crane head while the wire was being greased. Nobody stood beneath.',
    places: ['main deck, midships', 'forecastle', 'hatch cover no. 4'],
    resolution: 'Work stopped, area roped off, loose gear brought down. Work resumed under a new permit.',
    rootCause: 'Tools and fittings aloft were not tethered; the permit did not ask for it.',
    correctiveAction: 'Tethers bought for all work aloft; the permit form asks for dropped-object control.',
  },
  {
    type: 'near_miss',
    category: 'safety',
    severities: ['low', 'medium'],
    title: 'Gangway fall arrest net missing on the {quay|inboard} side',
    description:
      'Pilot ladder and accommodation ladder were rigged combined at {harbour}; the net stopped {2..4} m short of the platform. Seen by the agent on boarding.',
    places: ['accommodation ladder, starboard side', 'accommodation ladder, port side', 'gangway'],
    resolution: 'Net re-rigged at once, gangway watch briefed.',
    rootCause: 'Net cut back after damage and never replaced; the gangway checklist was ticked from memory.',
    correctiveAction:
      'New net fitted, spare in the bosun store. Officer of the watch signs the checklist at the gangway, not in the office.',
  },
  {
    type: 'man_overboard',
    category: 'safety',
    severities: ['critical'],
    title: 'Man overboard from the {pilot ladder platform|accommodation ladder} at {harbour} anchorage',
    description:
      '{sailor} fell into the water while rigging. Life jacket inflated. Lifebuoy thrown, MOB alarm raised, rescue boat called away. Sea temperature {11..22} °C.',
    places: ['starboard side, midships', 'port side, midships'],
    resolution:
      'Recovered by the rescue boat after {6..14} minutes, conscious. Treated for cold, checked by a doctor ashore.',
    rootCause:
      'Safety line had been unhooked to pass the stanchion; the second man was called away to the winch.',
    correctiveAction:
      'Work over the side needs a second attachment and a watchman who does nothing else. Drill held on all ships.',
  },
  {
    type: 'man_overboard',
    category: 'safety',
    severities: ['high'],
    title: 'MOB alarm: life jacket light seen in the wake',
    description:
      'Lookout reported a light astern at {1..4} cables. Williamson turn begun and crew mustered. All hands accounted for after {7..15} minutes.',
    places: ['bridge', 'bridge wing'],
    resolution: 'Full muster complete. The light belonged to a lifebuoy washed off the poop rail; recovered.',
    rootCause: 'Quick-release bracket of the lifebuoy was corroded and opened in the seaway.',
    correctiveAction: 'All quick-release brackets renewed and added to the monthly life-saving round.',
    season: 'winter',
  },
  {
    type: 'other',
    category: 'operational',
    severities: ['low'],
    title: 'Hatch cover {2..5} leaks at the cross joint',
    description:
      'Ultrasonic test before loading showed {3..11} dB over the limit along {1..3} m of the cross joint.',
    places: ['hatch cover no. 2', 'hatch cover no. 3', 'hatch cover no. 5'],
    resolution: 'Rubber packing renewed over the length, second test tight.',
    rootCause: 'Packing hardened; compression bar wasted by {2..4} mm.',
    correctiveAction:
      'Compression bar built up at the next yard stay; ramnek tape carried for voyages until then.',
  },
  {
    type: 'loss_of_cargo',
    category: 'operational',
    severities: ['low', 'medium'],
    title: 'Wet damage to {12..80} bags of {coffee|cocoa|sugar} in {hold}',
    description:
      'Ship sweat under the weather deck after the passage from warm to cold water. Upper tier stained.',
    places: ['no. 1 cargo hold', 'no. 2 cargo hold', 'no. 4 cargo hold'],
    resolution: 'Wet bags set aside and tallied with the surveyor. Letter of protest exchanged.',
    rootCause: 'Ventilation was kept closed on the first two nights; dew points were not compared.',
    correctiveAction:
      'Dew-point log kept every watch for hygroscopic cargo; the rule is posted at the fan starters.',
    season: 'winter',
  },
  {
    type: 'pollution',
    category: 'environmental',
    severities: ['low', 'medium'],
    title: 'Hydraulic oil leak at {crane}, about {2..25} litres on deck',
    description:
      'Hose of the luffing cylinder burst during {discharge|loading}. Scuppers were plugged, nothing went overboard.',
    places: ['main deck, between holds 1 and 2', 'main deck, between holds 3 and 4'],
    resolution:
      'Oil taken up with absorbents, {1..4} drums landed as oily waste. Hose changed and crane tested.',
    rootCause: 'Hose {6..9} years old; the maker asks for renewal after five.',
    correctiveAction:
      'Hose register made for all cranes with date of manufacture; overdue ones renewed this quarter.',
  },
  {
    type: 'injury',
    category: 'safety',
    severities: ['low', 'medium'],
    title: 'Slip on oily deck plate beside the {windlass|mooring winch}',
    description:
      '{sailor} slipped during {anchoring|mooring} and bruised the {knee|hip|elbow}. No lost time so far.',
    places: ['forecastle', 'poop deck', 'aft mooring station'],
    resolution: 'Cold pack, rest for one watch. Plate degreased, drip tray emptied.',
    rootCause: 'Drip tray overflowed after greasing; the area was not walked before stations.',
    correctiveAction:
      'Anti-slip paint renewed around the winches. Walk-round before stations is part of the call.',
  },
  {
    type: 'allision',
    category: 'operational',
    severities: ['medium', 'high'],
    title: 'Contact with {quay fender|quay crane|dolphin} while berthing at {harbour}',
    description:
      'On the last approach the ship came in at {3..6} tenths of a knot too fast and {starboard quarter|bulwark aft|flare forward} touched. Pilot on board, {1..3} tugs made fast.',
    places: ['starboard quarter', 'port bow', 'starboard bow'],
    resolution:
      'Damage inspected from inside and with the boat: indent {30..120} cm long, no ingress. Class informed, no condition set.',
    rootCause:
      'Tug order was given in the local language and not repeated to the bridge; the speed was noticed late.',
    correctiveAction:
      'Master–pilot exchange asks for tug orders in English; closing speed is called out every cable.',
  },
  {
    type: 'loss_of_cargo',
    category: 'safety',
    severities: ['medium', 'high'],
    title: 'Misdeclared dangerous goods found in a container, {lithium batteries|pool chlorine|charcoal}',
    description:
      'Smell and warmth noticed at a box stowed {on deck|under deck}. The shipper’s papers name general cargo; opened in presence of the port authority.',
    places: ['main deck, bay 10', 'no. 3 cargo hold', 'main deck, bay 30'],
    resolution:
      'Container isolated, cooled and landed at {harbour}. Manifest corrected, shipper informed through the line.',
    rootCause: 'Booking text was accepted without a check against the words that hint at dangerous goods.',
    correctiveAction:
      'Booking desk screens cargo descriptions; shipper blocked until cleared. Circular sent to the fleet.',
  },
  {
    type: 'machinery_failure',
    category: 'operational',
    severities: ['low', 'medium'],
    title: 'Windlass clutch jammed with {3..7} shackles in the water',
    description:
      'Clutch would not engage when weighing anchor at {harbour} roads. Departure delayed by {1..4} hours.',
    places: ['forecastle', 'windlass platform'],
    resolution: 'Clutch freed and greased, anchor home. Drill with both windlasses held.',
    rootCause: 'Grease hardened with salt; greasing point hidden behind the guard and left out.',
    correctiveAction: 'Guard changed to one with an opening; the point is marked yellow and on the plan.',
    handler: 'chief-engineer',
    season: 'winter',
  },
  {
    type: 'near_miss',
    category: 'safety',
    severities: ['low', 'medium', 'high'],
    title: 'Enclosed space entered without gas test: {hold} access trunk',
    description:
      '{sailor} climbed into the trunk to fetch a tool before the permit was signed. Called back by the bosun. Oxygen read {17..19} % afterwards.',
    places: ['no. 2 cargo hold', 'no. 4 cargo hold', 'no. 5 cargo hold'],
    resolution: 'Trunk ventilated and tested, man checked by the safety officer. Work stopped for the day.',
    rootCause: 'The trunk was not on the list of enclosed spaces, and its door had no sign.',
    correctiveAction:
      'List and signs completed with the superintendent; rescue drill from a trunk held with all hands.',
  },
  {
    type: 'other',
    category: 'safety',
    severities: ['low', 'medium'],
    title: 'Stevedore hurt in {hold} at {harbour}',
    description:
      'Stepped between two {pipes|coils|cases} and twisted an ankle. Ambulance came to the quay; names taken.',
    places: ['no. 2 cargo hold', 'no. 3 cargo hold'],
    resolution:
      'Taken to hospital, discharged the same day. Statements and photos sent to the P&I correspondent.',
    rootCause: 'No walkway was laid over the stow; the foreman was told but went on.',
    correctiveAction: 'Duty officer stops work in a hold without walkway; clause in the stevedore notice.',
  },
  {
    type: 'machinery_failure',
    category: 'operational',
    severities: ['low', 'medium', 'high'],
    title: 'Grab wire of {crane} jumped off the sheave',
    description:
      'Slack rope when the grab touched the stow. Load of {6..14} t hangs at {2..7} m, area cleared.',
    places: ['main deck, between holds 2 and 3', 'main deck, between holds 3 and 4'],
    resolution: 'Load lowered by hand brake, wire shifted and inspected, two metres cut off.',
    rootCause: 'Slack-rope limit switch frozen with grease.',
    correctiveAction: 'Limit switches tested before every port with own cranes; result in the port log.',
    handler: 'chief-engineer',
  },
  {
    type: 'near_miss',
    category: 'safety',
    severities: ['low'],
    title: 'Hatch cover moved while {a surveyor|a cadet|the bosun} stood on the coaming',
    description: 'Operator saw the person at the last moment and stopped. No contact.',
    places: ['hatch cover no. 1', 'hatch cover no. 4'],
    resolution: 'Operation stopped, talk held on the spot, work resumed with a lookout on both sides.',
    rootCause: 'Horn signal was left out because of night rest in port.',
    correctiveAction: 'Flashing light added to the hatch control; no move without thumb up from both sides.',
  },
];
