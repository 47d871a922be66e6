import { errorsOf } from '../../kernel/error-texts.ts';

/** Why a step with the duties to tell an authority is refused. */
export const complianceError = errorsOf('incidents.compliance', {
  unseen: { code: 'not-found', message: 'There is no such incident here, or not for you.' },
  drill: {
    code: 'rule-broken',
    message: '{number} is a drill: no authority is told.',
    remedy: 'Report what really happened as an incident of its own.',
  },
  merged: {
    code: 'rule-broken',
    message: '{number} is the same as another incident.',
    remedy: 'Assess the other one.',
  },
  'assess-first': {
    code: 'rule-broken',
    message: 'Nobody has assessed yet who must be told.',
    remedy: 'Assess it: the duties that come of it can be reported.',
  },
  'duty-of-another': { code: 'not-found', message: 'This duty is one of another incident.' },
  'report-to-come': {
    code: 'rule-broken',
    message: 'This is still to come.',
    remedy: 'Enter when it was reported.',
    field: 'reportedAt',
  },
  'file-of-another': {
    code: 'rule-broken',
    message: 'This file is not one of the incident’s.',
    remedy: 'Attach it to the incident first.',
    field: 'documents',
  },
  'too-many-documents': {
    code: 'rule-broken',
    message: 'A duty has at most {max} documents.',
    remedy: 'Leave some out.',
    field: 'documents',
  },
  'put-aside-without-reason': {
    code: 'rule-broken',
    message: 'A duty is not put aside without a reason.',
    remedy: 'Say why it does not apply.',
    field: 'note',
  },
  'reviewed-by-reporter': {
    code: 'rule-broken',
    message: 'You reported it yourself.',
    remedy: 'Ask somebody else to review it.',
  },
  'not-reported': {
    code: 'rule-broken',
    message: 'Nobody has reported it yet.',
    remedy: 'Record the report first.',
    field: 'status',
  },
  'reviewed-already': {
    code: 'rule-broken',
    message: '{name} has reviewed it already.',
    remedy: 'Ask them to review it again.',
  },
});
