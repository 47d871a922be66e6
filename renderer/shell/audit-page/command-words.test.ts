import { expect, test } from 'vitest';
import { AUDIT_EVENTS, auditCommand } from '#shared/audit/notes.ts';
import { domains } from '#shared/domains/registry.ts';
import { commandWords } from './command-words.ts';

test('a command is said in the words of its entries, without what is of one entry only', () => {
  const names = [
    'incidents.report',
    'incidents.escalate',
    'notifications.read',
    'audit.signed-in',
    'audit.sync-conflict',
    'fleet.unheardOf',
  ];
  expect(names.map(commandWords)).toEqual([
    'Reported “…”',
    'Escalated',
    'Read … notifications',
    'Signed in',
    'Another console had set the same',
    'fleet.unheardOf',
  ]);
});

test('no command and no note of this program is left without words', () => {
  const names = [...ownCommands(), ...AUDIT_EVENTS.map(auditCommand)];
  expect(names.filter((name) => commandWords(name) === name)).toEqual([]);
});

function ownCommands(): string[] {
  return domains.flatMap(({ commands }) => Object.values(commands).map(({ name }) => name));
}
