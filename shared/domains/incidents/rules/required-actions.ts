/** What the ladder asks for (schema/action.ts), each once per incident. The keys are codes, the texts what people read. */
export const REQUIRED_ACTIONS = {
  immediate_review: 'Review the situation at once',
  assign_investigation_team: 'Assign an investigation team',
  notify_management: 'Notify the management',
  assign_resolution_team: 'Assign a team that resolves it',
} as const;
export type RequiredAction = keyof typeof REQUIRED_ACTIONS;

/** INC-17: of a critical incident, and of an escalation by hand. */
export const REQUIRED_WHEN_CRITICAL = [
  'immediate_review',
  'assign_investigation_team',
  'notify_management',
] as const satisfies readonly RequiredAction[];
export const REQUIRED_BY_HAND = [
  'immediate_review',
  'assign_resolution_team',
] as const satisfies readonly RequiredAction[];
