import { errorsOf } from '#shared/kernel/error-texts.ts';

/** Why a report does not become a file, or its file can’t be taken along. */
export const exportError = errorsOf('exports', {
  'no-report': { code: 'not-found', message: 'There is no report “{report}”.' },
  'no-site': { code: 'not-set-up', message: 'This console has no site yet.' },
  'format-unknown': {
    code: 'invalid-input',
    message: 'This report can’t be made in this format.',
    remedy: 'Choose one of {formats}.',
    field: 'formats',
  },
  'choice-wrong': { code: 'invalid-input', message: '{reason}' },
  'choices-wrong': { code: 'invalid-input', message: 'These choices can’t be used.' },
  'too-many': {
    code: 'too-many-attempts',
    message: '{max} of your exports are being made already.',
    remedy: 'Wait until one of them is done, or cancel one.',
  },
  'too-large': {
    code: 'too-many-rows',
    message: 'This export would be larger than {size}.',
    remedy: 'Narrow the filter or the period, or leave the attachments out.',
  },
  interrupted: {
    code: 'cancelled',
    message: 'The console was closed while this was being made.',
    remedy: 'Make it again.',
  },
  unexpected: {
    code: 'rule-broken',
    message: 'Something went wrong in the console itself. No file was made.',
    remedy: 'Try another format. If it happens again, tell your office.',
  },
  'no-export': {
    code: 'not-found',
    message: 'There is no such export.',
    remedy: 'It may have been deleted. Make it again where it came from.',
  },
  'still-made': {
    code: 'rule-broken',
    message: '“{title}” is still being made.',
    remedy: 'Cancel it first.',
  },
  'file-gone': {
    code: 'not-found',
    message: 'The file of this export is not here any more.',
    remedy: 'Make it again where it came from.',
  },
});
