import type { Scenario } from './scenario.ts';

/** Bridge, traffic, port state, security. */
export const VESSEL_NAVIGATION_SCENARIOS: readonly Scenario[] = [
  {
    type: 'near_miss',
    category: 'operational',
    severities: ['low', 'medium'],
    title: 'ECDIS alarm: safety contour crossed by {1..3} cables off {harbour}',
    description:
      'Look-ahead alarm had been set to {2..4} minutes. Under-keel clearance never below {3..8} m.',
    places: ['bridge'],
    resolution: 'Course corrected, passage plan checked against the chart. Master informed on the bridge.',
    rootCause: 'Cross-track limit was widened for a fishing fleet and not set back.',
    correctiveAction:
      'Alarm settings are part of the watch handover; the second officer saves one profile per sea area.',
  },
  {
    type: 'near_miss',
    category: 'safety',
    severities: ['low', 'medium', 'high'],
    title: 'Close-quarters with {a fishing vessel|a coaster|a ro-ro ferry}, CPA {1..4} cables',
    description:
      'Crossing from the {port|starboard} side in {good visibility|rain}. VHF call unanswered. Bold alteration to starboard and five short blasts.',
    places: ['bridge'],
    resolution: 'Passed clear astern. VDR data saved, report sent to the office.',
    rootCause: 'Early small alterations hid the own intention; the radar trial manoeuvre was not used.',
    correctiveAction:
      'Standing orders ask for one large alteration by 3 NM and a call to the master below 1 NM.',
  },
  {
    type: 'collision',
    category: 'safety',
    severities: ['high', 'critical'],
    title: 'Collision with {a fishing boat|a bunker barge|a coaster} off {harbour}',
    description:
      'Contact at the {port|starboard} bow at low speed in {fog, visibility 3 cables|dense traffic}. General alarm sounded. {2..6} people on the other craft, all answered.',
    places: ['bridge', 'forecastle'],
    resolution:
      'Both craft afloat, nobody hurt. Tanks sounded, forepeak dry. Coast guard released the ship after {3..9} hours.',
    rootCause: 'Safe speed not kept in restricted visibility; lookout was taken off for deck work.',
    correctiveAction:
      'Master’s restricted-visibility orders rewritten; no lookout leaves the bridge under 3 NM visibility.',
  },
  {
    type: 'grounding',
    category: 'safety',
    severities: ['critical'],
    title: 'Touched bottom in the approach to {harbour}',
    description:
      'Heading swung and speed fell from {7..10} to {1..3} kn within a minute. Echo sounder at zero under the keel. Pilot on board. Tanks being sounded.',
    places: ['bridge', 'approach channel'],
    resolution:
      'Refloated with the tide and {1..2} tugs. No ingress, diver’s inspection shows scraped paint along {8..30} m.',
    rootCause:
      'Squat at the speed used took the whole under-keel clearance; a silted spot was known to pilots only.',
    correctiveAction:
      'Squat table on the pilot card; office asks the agent for the latest soundings before each call.',
  },
  {
    type: 'grounding',
    category: 'operational',
    severities: ['high'],
    title: 'Anchor dragged towards shallow water at {harbour} roads',
    description:
      'Wind rose to {32..48} kn, anchor watch alarm after {1..3} cables. Engine ready within {8..16} minutes.',
    places: ['bridge', 'forecastle'],
    resolution:
      'Anchor weighed and vessel steamed to the outer anchorage. Depth never below {2..5} m under the keel.',
    rootCause: 'Only {4..6} shackles out on poor holding ground; the gale warning came during the handover.',
    correctiveAction: 'Engine on short notice above Beaufort 6; guard zone set on both radars and ECDIS.',
    season: 'winter',
  },
  {
    type: 'detention',
    category: 'operational',
    severities: ['medium', 'high'],
    title:
      'PSC finding at {harbour}: {fire damper does not close|lifeboat release hook worn|hours-of-rest records incomplete}',
    description:
      '{2..6} deficiencies noted, one to be rectified before departure (code {17|18}). Inspector returns at {14..20}:00.',
    places: ['ship’s office', 'master’s office'],
    resolution: 'Rectified and shown to the inspector, deficiency closed. Sailed {1..9} hours late.',
    rootCause: 'Self-inspection before arrival covered papers, not the gear.',
    correctiveAction:
      'Pre-arrival round with the superintendent’s list; results go to the office 48 hours before port.',
  },
  {
    type: 'detention',
    category: 'operational',
    severities: ['low', 'medium'],
    title: 'PSC inspection with {1..4} minor deficiencies at {harbour}',
    description:
      '{Garbage record book entry not signed|Muster list of an old crew|Chart correction one week late|Sopep drum without inventory}. No detention.',
    places: ['ship’s office', 'bridge', 'master’s office'],
    resolution: 'Put right before departure, report sent to class and flag.',
    rootCause: 'Handover between the two third officers did not name the open entries.',
    correctiveAction: 'Handover form now lists books with date of the last signature.',
  },
  {
    type: 'security_threat',
    category: 'security',
    severities: ['medium', 'high'],
    title:
      'Two {skiffs|small craft} followed at {3..9} cables in the {Gulf of Aden|Singapore Strait|Gulf of Guinea}',
    description:
      'Approached from astern at {18..26} kn, ladders seen in one. Speed raised, hoses started, citadel prepared, UKMTO called.',
    places: ['bridge', 'poop deck'],
    resolution:
      'Craft turned away after {9..30} minutes. Reported to the centre; watch doubled until daylight.',
    rootCause: 'Known risk of the area; nothing aboard invited it.',
    correctiveAction:
      'None further, because the measures of the ship security plan were in place and worked.',
  },
  {
    type: 'security_threat',
    category: 'security',
    severities: ['low', 'medium'],
    title: 'Stowaway search: {1..2} persons found before departure from {harbour}',
    description:
      'Found behind {lashing bins|the rope store|the CO₂ room casing} during the departure search. Handed to the port police.',
    places: ['rope store', 'main deck, lashing bins', 'paint store'],
    resolution: 'Handed over, statements given, P&I club informed. Second search without finding.',
    rootCause: 'Gangway watch was alone during store loading.',
    correctiveAction:
      'Second watchman from the agent in ports of the list; doors locked from outside as planned.',
  },
  {
    type: 'security_threat',
    category: 'security',
    severities: ['low', 'medium'],
    title: 'Theft of {mooring ropes|paint drums|copper cable} at {harbour} anchorage',
    description: 'Loss noticed at the morning round, padlock of the store cut. Value about {400..3800} USD.',
    places: ['forecastle store', 'paint store', 'rope store'],
    resolution: 'Reported to the port authority, deck lights doubled for the rest of the stay.',
    rootCause: 'Deck round stopped at midnight because the watch was short by one man.',
    correctiveAction: 'Anchor watch with two at listed anchorages; stores get inside hasps.',
  },
  {
    type: 'other',
    category: 'operational',
    severities: ['low', 'medium'],
    title: 'GPS {no. 1|no. 2} lost position for {6..70} minutes near {harbour}',
    description:
      'Both receivers jumped by {2..30} NM, AIS of others wrong too: jamming or spoofing. Radar fixes plotted.',
    places: ['bridge'],
    resolution:
      'Navigated by radar and visual bearings; signals back after leaving the area. Reported to the coordinator.',
    rootCause: 'Interference from outside the ship.',
    correctiveAction: 'None on board, because the fallback worked; area added to the passage-planning notes.',
  },
  {
    type: 'machinery_failure',
    category: 'operational',
    severities: ['low', 'medium'],
    title: '{X-band|S-band} radar without picture',
    description: 'Magnetron current at zero, motor turns. Other radar in use.',
    places: ['bridge', 'radar mast'],
    resolution: 'Modulator fuse and magnetron changed by the service engineer at {harbour}.',
    rootCause: 'Magnetron at the end of its {4000..9000} hours; spare was not carried.',
    correctiveAction: 'Spare magnetron carried per band; hours reported monthly.',
    handler: 'officer-in-charge',
  },
  {
    type: 'machinery_failure',
    category: 'operational',
    severities: ['low'],
    title: 'VSAT out for {3..20} hours',
    description:
      'Antenna searches without lock since the course change; funnel blocks the satellite on this heading.',
    places: ['bridge', 'monkey island'],
    resolution: 'Link back after the course change; blocked sector entered in the antenna unit.',
    rootCause: 'Blockage zone was not set after the antenna was moved in dock.',
    correctiveAction: 'Zone measured and set; the yard’s final inspection list asks for it.',
    handler: 'officer-in-charge',
  },
  {
    type: 'near_miss',
    category: 'operational',
    severities: ['low'],
    title: 'Bridge watch alarm (BNWAS) reached second stage',
    description: 'Officer of the watch was at the chart table at the back and did not hear the first stage.',
    places: ['bridge'],
    resolution: 'Reset by the master on arrival on the bridge. Volume raised.',
    rootCause: 'Buzzer on the aft console silent since a bulb change.',
    correctiveAction: 'Buzzer repaired; weekly test includes every station.',
  },
  {
    type: 'other',
    category: 'operational',
    severities: ['low'],
    title: 'Pilot ladder refused by the pilot at {harbour}',
    description:
      '{One step turned|Side ropes with a splice|Magnets missing at the lower end}. Pilot boarded by the combination on the other side.',
    places: ['pilot station, starboard side', 'pilot station, port side'],
    resolution: 'Ladder changed for the spare before departure, old one cut up.',
    rootCause: 'Ladder was stowed wet on deck and not inspected before rigging.',
    correctiveAction: 'Inspection tag with date at each ladder; stowage under cover.',
  },
  {
    type: 'other',
    category: 'hr',
    severities: ['low', 'medium'],
    title: 'Rest hours broken by {2..5} crew during {harbour} cargo operations',
    description:
      'Less than ten hours’ rest in 24 because of {shifting ship|three ports in two days|late stevedores}.',
    places: ['ship’s office'],
    resolution: 'Compensating rest given at sea, departure delayed by {2..6} hours by the master.',
    rootCause: 'Port rotation changed at short notice without asking for the manning.',
    correctiveAction: 'Operations asks the master before a rotation with under 12 hours between ports.',
  },
  {
    type: 'allision',
    category: 'operational',
    severities: ['low', 'medium'],
    title: 'Buoy no. {4..21} touched when leaving {harbour}',
    description: 'Set by a cross current of {2..3} kn in the bend. Buoy afloat and lit afterwards.',
    places: ['approach channel', 'starboard side, aft'],
    resolution: 'VTS informed, buoy inspected by the port, hull without marks.',
    rootCause: 'Current was higher than the table because of rain upstream.',
    correctiveAction: 'Drift angle called out by the second officer in bends; agent reports river level.',
    season: 'winter',
  },
  {
    type: 'collision',
    category: 'operational',
    severities: ['medium'],
    title: 'Contact by a {tug|bunker barge|pilot boat} alongside',
    description:
      'Came in at an angle and struck the hull {1..3} m above the water. Paint and frame {60..140} marked.',
    places: ['starboard side, midships', 'port side, aft'],
    resolution: 'Inspected from inside, no deformation above {5..15} mm. Letter of protest handed over.',
    rootCause: 'Fender of the other craft missing at the shoulder.',
    correctiveAction:
      'Not ours to change; the agent passes the protest to the operator. Fenders are asked for in the order.',
  },
  {
    type: 'machinery_failure',
    category: 'operational',
    severities: ['low', 'medium'],
    title: 'Gyro compass wanders by {3..11} degrees',
    description: 'Heading alarm against the magnetic compass. Autopilot off, steered by hand.',
    places: ['bridge', 'gyro room'],
    resolution: 'Settled after restart and {4..6} hours. Sensor ball is changed at {harbour}.',
    rootCause: 'Gyrosphere at the end of its service time.',
    correctiveAction: 'Service date entered in planned maintenance; error is compared every watch.',
    handler: 'officer-in-charge',
  },
  {
    type: 'near_miss',
    category: 'operational',
    severities: ['low', 'medium', 'high'],
    title: 'Heading order misunderstood: helm put to {port|starboard} instead',
    description:
      'Helmsman repeated right and turned the other way. Seen on the rudder indicator within {3..9} seconds.',
    places: ['bridge'],
    resolution: 'Counter helm given, back on the leading line. Distance to the buoy {1..3} cables.',
    rootCause: 'Helmsman in the fourth hour at the wheel.',
    correctiveAction: 'Helmsman relieved every hour in pilotage; officer watches the indicator, not the man.',
  },
  {
    type: 'security_threat',
    category: 'security',
    severities: ['low', 'medium'],
    title: 'Suspicious {parcel|diver’s bubbles|drone over the deck} at {harbour}',
    description: 'Noticed by the gangway watch at 0{1..5}:{10..59}. Port facility security officer called.',
    places: ['gangway', 'main deck, midships', 'stern'],
    resolution: 'Checked by the port police, nothing found. Security level stayed at 1.',
    rootCause: 'Not explained.',
    correctiveAction: 'None further, because the watch noticed it and the contacts worked.',
  },
];
