import { z } from 'zod';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { nameOf } from '#shared/domains/incidents/commands/shared.ts';
import { incident, incidentEvent } from '#shared/domains/incidents/schema.ts';
import { defineCommand } from '#shared/kernel/define-command.ts';
import type { Command } from '#shared/kernel/define-command.ts';
import { DomainError } from '#shared/kernel/errors.ts';
import { RecordId } from '#shared/kernel/ids.ts';
import type { Random } from '#tests/simulation/random.ts';
import type { KillSwitch } from './kill-switch.ts';
import type { Request } from './protocol.ts';

const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
const ROWS_AT_ONCE_MAX = 60;
/** Longer than a page of the file, so that records overflow into further pages. */
const LONG_TEXT_CHARACTERS = 9_000;

/** The product's own commands, and three that it hasn't: large, removing, and failing at their end. */
export function crashCommands(killSwitch: KillSwitch): ReadonlyMap<string, Command> {
  const { report, acknowledge, comment, amend, escalate, setSeverity } = incidentCommands;
  const all: Command[] = [report, acknowledge, comment, amend, escalate, setSeverity];
  all.push(manyAtOnce(killSwitch), removeOne, failAtTheEnd(killSwitch));
  return new Map(all.map((command) => [command.name, command]));
}

/** A command with its input, drawn at random; `known` are incidents that are there. */
export function drawRequest(random: Random, known: readonly string[], commandId: string): Request {
  const id = random.pick(known);
  if (id === undefined || random.chance(0.35)) {
    const description = random.chance(0.1) ? 'x'.repeat(LONG_TEXT_CHARACTERS) : 'Smoke at the door';
    const severity = random.pick(SEVERITIES) ?? 'low';
    return {
      commandId,
      command: 'incidents.report',
      input: { title: `Report ${commandId}`, severity, description },
    };
  }
  const [command, input] = random.pick<[string, object]>([
    ['incidents.acknowledge', { id }],
    ['incidents.comment', { id, text: `Said in ${commandId} — ☂ 🛟` }],
    ['incidents.amend', { id, title: `Amended by ${commandId}` }],
    ['incidents.escalate', { id, reason: 'It spreads' }],
    ['incidents.setSeverity', { id, severity: random.pick(SEVERITIES) ?? 'low' }],
    ['crash.manyAtOnce', { id, rows: 1 + random.below(ROWS_AT_ONCE_MAX) }],
    ['crash.removeOne', { id }],
    ['crash.failAtTheEnd', { id }],
  ]) ?? ['incidents.acknowledge', { id }];
  // Literals of strings and numbers.
  return { commandId, command, input: input as Request['input'] };
}

const manyAtOnce = (killSwitch: KillSwitch) =>
  defineCommand({
    name: 'crash.manyAtOnce',
    feature: 'incidents.handle',
    input: z.object({ id: RecordId, rows: z.int() }),
    writes: [incident, incidentEvent],
    label: () => ({ key: 'crash.manyAtOnce' }),
    target: ({ site }) => site.id,
    run({ tx, newId, now, actor, site }, input) {
      const before = tx.mustGet(incident, input.id);
      for (let row = 0; row < input.rows; row += 1) {
        tx.insert(incidentEvent, {
          id: newId(),
          siteId: before.siteId,
          incidentId: before.id,
          type: 'commented',
          at: now,
          byId: actor.id,
          byName: nameOf(actor),
          consoleSiteId: site.id,
          consoleSiteName: site.name,
          labelKey: 'crash.row',
          labelParams: { row, of: input.rows },
          text: null,
        });
        killSwitch.pass('work');
        tx.patch(incident, before.id, { place: `Row ${row} of ${input.rows}` });
      }
      return { id: before.id };
    },
  });

const removeOne = defineCommand({
  name: 'crash.removeOne',
  feature: 'incidents.handle',
  input: z.object({ id: RecordId }),
  writes: [incident, incidentEvent],
  label: () => ({ key: 'crash.removeOne' }),
  target: ({ site }) => site.id,
  run({ tx }, input) {
    for (const { id } of tx.find(incidentEvent, { incidentId: input.id })) tx.remove(incidentEvent, id);
    tx.remove(incident, input.id);
    return { id: input.id };
  },
});

const failAtTheEnd = (killSwitch: KillSwitch) =>
  defineCommand({
    name: 'crash.failAtTheEnd',
    feature: 'incidents.handle',
    input: z.object({ id: RecordId }),
    writes: [incident],
    label: () => ({ key: 'crash.failAtTheEnd' }),
    target: ({ site }) => site.id,
    run({ tx }, input) {
      tx.nextNumber('AUR-INC-2026');
      tx.patch(incident, input.id, { title: 'Must never be seen' });
      killSwitch.pass('rollback');
      throw new DomainError({ code: 'rule-broken', message: 'Refused after everything was written.' });
    },
  });
