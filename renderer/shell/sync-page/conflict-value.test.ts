import { expect, test } from 'vitest';
import { conflictValueText } from './conflict-value.ts';

test('values are said as people say them', () => {
  const said = (field: string, value: Parameters<typeof conflictValueText>[1]) =>
    conflictValueText(field, value, 'Europe/Athens');
  expect([
    said('stage', 'under_investigation'),
    said('title', 'under_investigation'),
    said('dueAt', '2026-11-21T08:00:00.000Z'),
    said('escalationLevel', 2),
    said('granted', ['incidents.read', 'audit.read']),
    said('assigneeName', null),
    said('active', true),
    said('labelParams', { b: 1, a: 'x' }),
  ]).toEqual([
    'under investigation',
    'under_investigation',
    '21 Nov 2026, 10:00',
    '2',
    'incidents.read, audit.read',
    '',
    'true',
    '{"a":"x","b":1}',
  ]);
});
