import { errorsOf } from '../../kernel/error-texts.ts';

/** Why a step with what an incident is to teach is refused: its actions, investigation, causes and findings. */
export const investigationError = errorsOf('incidents.investigation', {
  'too-many-actions': {
    code: 'rule-broken',
    message: 'This incident has {max} actions.',
    remedy: 'Complete or change one of them.',
  },
  'action-over': {
    code: 'stage-not-allowed',
    message: 'This action is {state}.',
    remedy: 'Open it again first.',
    field: 'state',
  },
  'verified-by-owner': {
    code: 'forbidden',
    message: 'Who owns an action or has done it does not verify it.',
    remedy: 'Ask somebody else who handles the incident.',
  },
  'under-way': {
    code: 'stage-not-allowed',
    message: 'The investigation is under way.',
    remedy: 'Change it, or complete it.',
  },
  'not-started': {
    code: 'stage-not-allowed',
    message: 'There is no investigation yet.',
    remedy: 'Start it first.',
  },
  over: {
    code: 'stage-not-allowed',
    message: 'The investigation is over.',
    remedy: 'Open it again first.',
  },
  'no-root-cause': {
    code: 'rule-broken',
    message: 'No cause is marked as a root cause.',
    remedy: 'Mark at least one.',
    field: 'causes',
  },
  'no-summary': {
    code: 'rule-broken',
    message: 'The summary is empty.',
    remedy: 'Say in it what was found.',
    field: 'summary',
  },
  'cause-of-another': {
    code: 'not-found',
    message: 'That cause belongs to another incident.',
    field: 'causeId',
  },
  'too-many-causes': {
    code: 'rule-broken',
    message: 'This tree has {max} causes.',
    remedy: 'Sum some causes up in one.',
  },
  'too-deep': {
    code: 'rule-broken',
    message: 'A tree goes {max} levels deep.',
    remedy: 'Sum some causes up in one.',
  },
  'file-of-another': {
    code: 'not-found',
    message: 'That file is not one of {number}.',
    remedy: 'Attach it to the incident first.',
    field: 'attachmentId',
  },
  'part-of-another': { code: 'not-found', message: 'That is no part of {number}.' },
  'too-many-statements': { code: 'rule-broken', message: 'There are {max} statements already.' },
  'too-much-evidence': { code: 'rule-broken', message: 'There are {max} pieces of evidence already.' },
  'handed-over-by-another': {
    code: 'forbidden',
    message: 'Whoever hands evidence over is named by their own name.',
    field: 'custody',
  },
  'too-many-hand-overs': { code: 'rule-broken', message: 'There are {max} hand-overs of it already.' },
});
