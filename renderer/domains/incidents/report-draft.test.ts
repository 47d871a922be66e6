import { expect, test } from 'vitest';
import { EMPTY_REPORT, ofType, type ReportDraft, toReportInput } from './report-draft.ts';

const draft = (...steps: Partial<ReportDraft>[]) =>
  steps.reduce<ReportDraft>((before, step) => ({ ...before, ...step }), EMPTY_REPORT);

test('INC-61: the suggested severity follows the type until the reporter has chosen one', () => {
  const fire = draft(ofType(EMPTY_REPORT, 'fire', 'high'));
  const injury = draft(fire, ofType(fire, 'injury', 'medium'));
  const other = draft(injury, ofType(injury, 'other', null));
  const chosen = draft(injury, { severity: 'critical', isSuggested: false });
  expect(
    [fire, injury, other, draft(chosen, ofType(chosen, 'fire', 'high'))].map(
      ({ type, severity, isSuggested }) => [type, severity, isSuggested],
    ),
  ).toEqual([
    ['fire', 'high', true],
    ['injury', 'medium', true],
    ['other', null, false],
    ['fire', 'critical', false],
  ]);
});

test('nothing of how the severity came about is sent', () => {
  const sent = toReportInput(draft({ title: 'Smoke' }, ofType(EMPTY_REPORT, 'fire', 'high')), 'UTC');
  expect(Object.keys(sent).filter((field) => field.startsWith('isS') || field === 'isAnonymous')).toEqual([]);
  expect(sent.severity).toBe('high');
});
