import { expect, it } from 'vitest';
import { carriedValues } from './carried-values.ts';

it('what a refused change carried is shown in words, without ids and empty values', () => {
  const values = [
    { kind: 'incident', field: 'stage', value: 'under_investigation' },
    { kind: 'incident', field: 'stageEnteredAt', value: '2026-11-21T05:14:47.019Z' },
    { kind: 'incident', field: 'assigneeId', value: '0192f0c1-7e2a-7c3d-9a4b-1c2d3e4f5a6b' },
    { kind: 'incident', field: 'resolution', value: 'null' },
    { kind: 'incident', field: 'unheardOf', value: 'x' },
    { kind: 'incident-event', field: 'labelKey', value: 'incidents.event.stage' },
    { kind: 'incident-event', field: 'text', value: 'Called the pilot' },
  ];
  expect(carriedValues(values, 'Europe/Athens')).toEqual([
    { name: 'Stage', text: 'under investigation' },
    { name: 'Stage since', text: '21 Nov 2026, 07:14' },
    { name: 'unheardOf', text: 'x' },
    { name: 'Text', text: 'Called the pilot' },
  ]);
});
