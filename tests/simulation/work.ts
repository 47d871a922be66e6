import { z } from 'zod';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { isDomainError } from '#shared/kernel/errors.ts';
import type { Command } from '#shared/kernel/define-command.ts';
import { SEVERITIES } from '#shared/kernel/fields.ts';
import type { Random } from './random.ts';
import { PowerCut, type SimConsole } from './sim-console.ts';

const Id = z.object({ id: z.string() });

/** One thing a person might do next. What the rules refuse at once is no work. */
export function doSomething(at: SimConsole, random: Random): void {
  const [command, input] = somethingToDo(at, random);
  try {
    at.run(command, input);
  } catch (error) {
    if (!isDomainError(error) && !(error instanceof PowerCut)) throw error;
  }
}

function somethingToDo(at: SimConsole, random: Random): [Command, object] {
  const severity = random.pick(SEVERITIES) ?? 'low';
  const text = `${at.store.state.site?.code} ${random.below(1_000_000)}`;
  const known = at.store.all(Id, 'SELECT id FROM incident ORDER BY reportedAt, title, id');
  const id = random.pick(known)?.id;
  const isShip = at.store.state.site?.kind === 'vessel';
  if (id === undefined || (isShip && random.chance(0.15))) {
    return [incidentCommands.report, { title: text, severity }];
  }
  const choices: [Command, object][] = [
    [incidentCommands.amend, { id, title: text }],
    [incidentCommands.amend, { id, place: text }],
    [incidentCommands.amend, { id, description: text, title: `Also ${text}` }],
    [incidentCommands.setSeverity, { id, severity }],
    [incidentCommands.comment, { id, text }],
    [incidentCommands.triage, { id, severity, type: 'other', category: 'safety' }],
    [incidentCommands.advance, { id, to: random.pick(['under_investigation', 'action_required']) }],
    [incidentCommands.resolve, { id, resolution: text }],
    [incidentCommands.reopen, { id, reason: text }],
  ];
  return random.pick(choices) ?? [incidentCommands.comment, { id, text }];
}
