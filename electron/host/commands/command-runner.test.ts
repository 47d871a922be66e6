import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { incident } from '#shared/domains/incidents/schema.ts';
import { defineCommand } from '#shared/kernel/define-command.ts';
import { RecordId } from '#shared/kernel/ids.ts';
import { MASTER, type TestConsole, testConsole } from '#tests/support/test-console.ts';

let board: TestConsole;
beforeEach(() => {
  board = testConsole();
});
afterEach(() => board.close());

/** Says of somebody that they acknowledged an incident. */
const say = defineCommand({
  name: 'incidents.say',
  feature: 'incidents.acknowledge',
  input: z.object({ id: RecordId, acknowledgedById: z.string(), acknowledgedByName: z.string() }),
  writes: [incident],
  label: () => ({ key: 'incidents.say' }),
  target: ({ site }) => site.id,
  run: ({ tx }, { id, ...who }) => tx.patch(incident, id, who),
});

test('a command that names somebody else as who did it changes nothing', () => {
  const { id } = board.run<{ id: RecordId }>(incidentCommands.report, { title: 'Smoke', severity: 'low' });
  const other = { id, acknowledgedById: 'somebody', acknowledgedByName: 'Some Body' };
  expect(() => board.run(say, other)).toThrow('names somebody else in acknowledgedById');
  const half = { ...other, acknowledgedByName: MASTER.name };
  expect(() => board.run(say, half)).toThrow('names somebody else in acknowledgedById');
  expect(board.store.record(incident, id)?.acknowledgedById).toBeNull();

  board.run(say, { id, acknowledgedById: MASTER.id, acknowledgedByName: MASTER.name });
  expect(board.store.record(incident, id)?.acknowledgedByName).toBe(MASTER.name);
});
