import type { ScenarioTexts } from './scenario.ts';

const NOT_YET = { resolution: '', rootCause: '', correctiveAction: '' } as const;

/** What is open when the demonstration starts. */
export const CURRENT_TEXTS = {
  bilgeAlarm: {
    ...NOT_YET,
    type: 'machinery_failure',
    category: 'operational',
    title: 'Bilge high-level alarm in no. 3 cargo hold, level rising',
    description:
      'Aft port well alarmed, sounding 42 cm and rising about 6 cm an hour. Bilge pump on the well. Hold loaded with bagged cargo up to the coaming. Sea moderate from ahead.',
    places: ['no. 3 cargo hold, aft port bilge well'],
    handler: 'chief-engineer',
  },
  hatchHydraulics: {
    ...NOT_YET,
    type: 'machinery_failure',
    category: 'operational',
    title: 'Hatch cover no. 2 opens halfway only, hydraulic pressure falls',
    description:
      'Panels stop at half way. Discharge planned for tomorrow. Manual lowering possible with the chain block.',
    places: ['hatch cover no. 2'],
    handler: 'chief-engineer',
  },
  immersionSuits: {
    ...NOT_YET,
    type: 'near_miss',
    category: 'safety',
    title: 'Zips of three immersion suits stick',
    description:
      'Found at the weekly drill. Suits taken to the hospital for waxing, two spares laid out instead.',
    places: ['muster station A'],
  },
  steeringPump: {
    ...NOT_YET,
    type: 'machinery_failure',
    category: 'operational',
    title: 'Steering gear pump no. 1 noisy, metal in the filter',
    description:
      'Whining noise at high angles, fine metal on the magnet of the return filter. Spare cartridge is not on board.',
    places: ['steering gear room'],
    handler: 'chief-engineer',
  },
  paintStoreFire: {
    ...NOT_YET,
    type: 'fire',
    category: 'safety',
    title: 'Fire in the paint store',
    description:
      'Heat detector, then smoke from the door seals. Bosun reports glowing rags behind the thinner shelf. Nobody inside. Wind from astern, speed reduced.',
    places: ['paint store, forecastle'],
  },
  charterersFuel: {
    ...NOT_YET,
    type: 'machinery_failure',
    category: 'operational',
    title: 'Sludge in the fuel of the last bunkering, filters choke every two hours',
    description:
      'Purifiers overflow, auto-filter back-flushes without pause. 410 t of this fuel on board. Engine runs steady at reduced load.',
    places: ['purifier room'],
    handler: 'chief-engineer',
  },
  pilotLadder: {
    ...NOT_YET,
    type: 'near_miss',
    category: 'safety',
    title: 'Pilot ladder step cracked, seen before rigging',
    description: 'Fourth step from below. Spare ladder rigged instead, pilot boarded in time.',
    places: ['pilot station, port side'],
  },
  reeferSocket: {
    ...NOT_YET,
    type: 'loss_of_cargo',
    category: 'operational',
    title: 'Reefer distribution board in bay 14 dead, 13 containers without supply',
    description:
      'Board tripped with a bang, smell of burning. Bananas and pharma among them. Supply air between 14 °C and 16 °C.',
    places: ['main deck, bay 14'],
    handler: 'chief-engineer',
  },
  garbageRecord: {
    ...NOT_YET,
    type: 'pollution',
    category: 'environmental',
    title: 'Garbage record book: receipt of the last landing does not fit the entry',
    description:
      'Receipt says 2.1 m³, entry says 1.2 m³. Probably figures swapped; agent asked for the original.',
    places: ['ship’s office'],
  },
  freshWater: {
    type: 'machinery_failure',
    category: 'operational',
    title: 'Salty taste of fresh water, starboard tank',
    description:
      'Several crew noticed it at breakfast. Test shows 31 ppm chloride. Changed over to the port tank.',
    resolution: 'Gasket of the filling valve renewed, tank flushed. 4 ppm after two days.',
    rootCause: 'Filling valve on deck leaks in spray.',
    correctiveAction: 'Cap with seal on the filling connection; checked before each sea passage.',
    places: ['fresh water tank, starboard'],
    handler: 'chief-engineer',
  },
  vaccinePallets: {
    ...NOT_YET,
    type: 'temperature_excursion',
    category: 'operational',
    title: 'Six pallets of vaccines stood warm at dock door 4',
    description:
      'Cool dock was taken by a late truck. Set range 2 °C to 8 °C. Consignee’s quality department must decide.',
    places: ['dock door 4'],
  },
  customsScan: {
    ...NOT_YET,
    type: 'customs_hold',
    category: 'operational',
    title: 'Customs hold: container selected for physical inspection',
    description: 'Machine parts, 22 packages. Free time ends the day after tomorrow at midnight.',
    places: ['customs inspection bay'],
  },
  dockPlate: {
    ...NOT_YET,
    type: 'near_miss',
    category: 'safety',
    title: 'Lip of the dock leveller at door 8 does not lock',
    description: 'Sinks by 10 cm when the forklift drives on. Nobody hurt.',
    places: ['dock door 8'],
  },
  missingPallet: {
    ...NOT_YET,
    type: 'cargo_loss',
    category: 'operational',
    title: 'One pallet of power tools missing at stock count',
    description:
      '48 pieces. Last movement is put-away to aisle 12, eleven days ago. Neighbouring places counted.',
    places: ['rack aisle 12'],
  },
  certificatePortal: {
    ...NOT_YET,
    type: 'system_outage',
    category: 'operational',
    title: 'Certificate import from class stopped since this morning',
    description:
      'Expiry list shows yesterday’s state for all three ships. No certificate expires within 30 days.',
    places: ['technical department'],
    handler: 'administrator',
  },
  wrongRecipient: {
    ...NOT_YET,
    type: 'privacy_breach',
    category: 'security',
    title: 'Appraisal form sent to the wrong colleague',
    description: 'One form, opened and reported by the recipient herself. Deleted on both sides.',
    places: ['crewing department'],
  },
} as const satisfies { readonly [key: string]: ScenarioTexts };
export type CurrentKey = keyof typeof CURRENT_TEXTS;
