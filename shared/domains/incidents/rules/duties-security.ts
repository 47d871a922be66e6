import { coastAuthority, flagAuthority } from './authorities.ts';
import { type CaseFacts, isShip } from './casualty-class.ts';
import type { DutyRule } from './reportability.ts';

/** Duties of a ship when its security was threatened, somebody of its crew was hurt, or a port detained it. */
export const SECURITY_AND_LABOUR_DUTIES: readonly DutyRule[] = [
  {
    id: 'solas-xi-2-6',
    framework: 'ISPS',
    requirement: 'SOLAS XI-2/6',
    source:
      'SOLAS XI-2/6: the ship security alert goes to the authority that the Administration designated, which may be the company, and says that the security of the ship is under threat. XI-2/8: the master decides.',
    authority: ({ flagState }) => flagAuthority(flagState),
    form: null,
    mustReport: true,
    within: 'at once',
    from: 'occurrence',
    because: (facts) => (isSecurity(facts) ? ['the security of the ship is or was under threat'] : []),
  },
  {
    id: 'isps-a-9.4.12',
    framework: 'ISPS',
    requirement: 'ISPS Code A/9.4.12, A/10.1.2',
    source:
      'ISPS Code, part A, 9.4.12: procedures of the ship security plan for reporting security incidents. 10.1.2: threats and incidents are kept as records.',
    authority: () => 'Company Security Officer',
    form: null,
    mustReport: false,
    within: 'at once',
    from: 'report',
    because: (facts) =>
      isSecurity(facts)
        ? ['a security incident is reported as the ship security plan has it, and recorded']
        : [],
  },
  {
    id: 'isps-a-9.4.11',
    framework: 'ISPS',
    requirement: 'ISPS Code A/9.4.11, A/9.5',
    source:
      'ISPS Code, part A, 9.4.11: periodic review and updating of the plan. 9.5: changes that the Administration named are approved by it, or by the recognized security organization that it authorized.',
    authority: () => 'Company Security Officer; recognized security organization',
    form: null,
    mustReport: false,
    within: null,
    from: 'report',
    because: (facts) =>
      isSecurity(facts)
        ? ['the ship security plan is reviewed after an incident; some changes need approval']
        : [],
  },
  {
    id: 'imo-msc-1334',
    framework: 'IMO',
    requirement: 'MSC.1/Circ.1334',
    source:
      'MSC.1/Circ.1334, annex 1: attacks, successful and unsuccessful, are reported as soon as possible to the authorities of the coastal State and to the ship’s own Administration. (A proposal before the Committee would put Circ.1601 in its place.)',
    authority: ({ coastalState, flagState }) =>
      `${coastAuthority(coastalState)}; ${flagAuthority(flagState)}`,
    form: null,
    mustReport: true,
    within: 'at once',
    from: 'occurrence',
    because: (facts) =>
      isSecurity(facts) ? ['piracy, armed robbery and attempts at it; no other threat is meant'] : [],
  },
  {
    id: 'mlc-a4.3-casualty',
    framework: 'MLC',
    requirement: 'MLC 2006 Reg. 4.3, 5.1.6',
    source:
      'MLC 2006, Regulation 5.1.6: an official inquiry into a serious marine casualty that led to injury or loss of life; Standard A4.3 paragraphs 5 and 6: deaths and injuries are reported and investigated. The time is that of the flag’s law.',
    authority: ({ flagState }) => flagAuthority(flagState),
    form: null,
    mustReport: true,
    within: 'at once',
    from: 'occurrence',
    because: (facts) =>
      isShip(facts) && facts.dead + facts.missing + facts.seriouslyInjured > 0
        ? ['somebody died, is missing or was seriously hurt: due where it is one of the crew']
        : [],
  },
  {
    id: 'mlc-a4.3-injury',
    framework: 'MLC',
    requirement: 'MLC 2006 Std A4.3.5-6',
    source:
      'MLC 2006, Standard A4.3 paragraph 5(a) and Guideline B4.3.5: all occupational accidents, injuries and diseases of seafarers are reported, not fatalities alone. The Convention gives no time.',
    authority: ({ flagState }) => flagAuthority(flagState),
    form: null,
    mustReport: true,
    within: null,
    from: 'occurrence',
    because: (facts) =>
      isShip(facts) && facts.dead + facts.missing + facts.seriouslyInjured + facts.treated > 0
        ? ['an occupational accident on board: due where it is one of the crew, by the flag’s own rules']
        : [],
  },
  {
    id: 'psc-flag',
    framework: 'SOLAS',
    requirement: 'SOLAS I/19(d); A.1185(33)',
    source:
      'SOLAS I/19(d) and Procedures for port State control, 2023 (A.1185(33)): the port State tells the flag State and the recognized organization of an intervention. That the ship and company tell the flag at once is in the flags’ own notices.',
    authority: ({ flagState }) => flagAuthority(flagState),
    form: null,
    mustReport: true,
    within: 'at once',
    from: 'occurrence',
    because: (facts) =>
      isDetention(facts) ? ['detained by a port State; the DPA confirms how the flag’s notice has it'] : [],
  },
  {
    id: 'psc-class',
    framework: 'SOLAS',
    requirement: 'SOLAS I/19(d), I/11(c)',
    source:
      'SOLAS I/19(d): nominated surveyors or the recognized organization that issued the certificates hear of it. I/11(c): a defect is reported to them at the earliest opportunity, for a survey before the ship is released.',
    authority: () => 'Classification society (recognized organization)',
    form: null,
    mustReport: true,
    within: 'at once',
    from: 'occurrence',
    because: (facts) =>
      isDetention(facts) ? ['detained by a port State: whoever issued the certificate surveys'] : [],
  },
  {
    id: 'ism-psc',
    framework: 'ISM',
    requirement: 'ISM Code 9.1, 9.2, 12',
    source:
      'ISM Code 9.1, 9.2: a deficiency is a non-conformity, reported to the company, analysed and corrected. 12: whether the system works is looked at again, which a detention puts in doubt.',
    authority: () => 'Company (Designated Person Ashore)',
    form: null,
    mustReport: false,
    within: 'at once',
    from: 'report',
    because: (facts) => (isDetention(facts) ? ['detained by a port State: the company is told at once'] : []),
  },
];

const isSecurity = (facts: CaseFacts) => isShip(facts) && facts.type === 'security_threat';
const isDetention = (facts: CaseFacts) => isShip(facts) && facts.type === 'detention';
