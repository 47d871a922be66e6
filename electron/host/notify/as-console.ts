import type { Actor } from '#shared/access/can.ts';
import { must } from '#shared/kernel/assert.ts';
import type { Command } from '#shared/kernel/define-command.ts';
import type { CommandRunner } from '../commands/command-runner.ts';
import type { Store } from '../store/store.ts';

/** Runs a command as the console itself, as a timer would. Returns its output. */
export function asConsole<Output>(
  { store, commands }: { readonly store: Store; readonly commands: CommandRunner },
  command: Command,
  input: unknown,
): Output {
  const siteId = must(store.state.site, 'a console acts at its site').id;
  const actor: Actor = { type: 'system', id: must(store.state.deviceId, 'a store has a device id'), siteId };
  return commands.run<Output>(command, { input }, actor).output;
}
