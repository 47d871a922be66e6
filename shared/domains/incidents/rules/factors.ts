import type { CAUSE_GROUPS } from '../schema/investigation.ts';

type CauseGroup = (typeof CAUSE_GROUPS)[number];

/** What adds to an incident without being its cause, by group. Codes stay in records; a text may be put better. */
export const CONTRIBUTING_FACTORS = {
  people: {
    tired: 'Tired or short of rest',
    alone: 'Worked alone',
    untrained: 'Not trained for the task',
    'new-aboard': 'New to the place or the task',
    distracted: 'Distracted or interrupted',
    hurried: 'Under time pressure',
    'misread-situation': 'Took the situation for another',
    language: 'No language in common',
    'unwell-or-impaired': 'Unwell, or under medicine, alcohol or drugs',
  },
  equipment: {
    'worn-out': 'Worn out or at the end of its life',
    'maintenance-overdue': 'Maintenance overdue',
    'wrong-spare': 'Wrong or poor spare part',
    'guard-missing': 'Guard or safety device missing or bypassed',
    'alarm-failed': 'Alarm or sensor failed, or was silenced',
    'hard-to-reach': 'Hard to reach, see or operate',
    'known-defect': 'Defect known and not mended',
    'gear-not-worn': 'Protective gear missing, unfit or not worn',
  },
  procedure: {
    'no-procedure': 'No procedure for the task',
    'procedure-unclear': 'Procedure unclear or out of date',
    'procedure-not-followed': 'Procedure known and not followed',
    'no-permit': 'Worked without permit or isolation',
    'no-risk-assessment': 'Risk not assessed before the work',
    'poor-hand-over': 'Hand-over left something out',
    'not-checked': 'Work not checked afterwards',
    'checklist-skipped': 'Checklist skipped or ticked blindly',
  },
  environment: {
    weather: 'Wind, sea, ice or heat',
    darkness: 'Poor light or visibility',
    slippery: 'Wet, oily or uneven surface',
    noise: 'Noise drowned speech or alarms',
    traffic: 'Dense traffic or narrow water',
    confined: 'Cramped or closed space',
    'stowed-badly': 'Disorder, or goods stowed badly',
  },
  management: {
    'too-few-people': 'Too few people for the work',
    'no-supervision': 'Nobody supervised',
    'conflicting-aims': 'Schedule or cost went before safety',
    'warning-ignored': 'Earlier warning or near miss not followed up',
    'no-spares': 'Spares or money not provided',
    'change-unmanaged': 'Something changed and nobody looked at what follows',
    'contractor-unsupervised': 'Contractor not briefed or supervised',
  },
} as const satisfies { readonly [Group in CauseGroup]: { readonly [code: string]: string } };

const TEXTS: { readonly [code: string]: string } = Object.assign({}, ...Object.values(CONTRIBUTING_FACTORS));

export const FACTOR_CODES: readonly string[] = Object.keys(TEXTS);

/** What a code says; a code of a newer program stands for itself. */
export function factorText(code: string): string {
  return TEXTS[code] ?? code;
}
