import { connection } from '../connection/console-connection.ts';
import { sendCommand } from '../connection/send-command.ts';
import type { CommandInput, CommandName, CommandOutcome } from './use-command.ts';

/** Runs one command without a form around it, such as one of many rows. Throws what was refused. */
export async function runCommand<Name extends CommandName>(
  name: Name,
  input: CommandInput<Name>,
): Promise<CommandOutcome<Name>> {
  const outcome = await sendCommand({
    request: { commandId: crypto.randomUUID(), input },
    send: (call) => connection.call('mutation', name, call),
    isConnected: () => connection.isConnected(),
    whenConnected: () => connection.whenConnected(),
  });
  // The host mounts each command under its own name (its `commandProcedures`).
  return outcome as CommandOutcome<Name>;
}
