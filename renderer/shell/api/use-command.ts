import { useCallback, useRef, useState } from 'react';
import type { z } from 'zod';
import type { incidentCommands } from '#shared/domains/incidents/commands.ts';
import type { Command } from '#shared/kernel/define-command.ts';
import type { ErrorDetails } from '#shared/kernel/errors.ts';
import { detailsOf } from '../connection/api-error.ts';
import { connection } from '../connection/console-connection.ts';
import { sendCommand } from '../connection/send-command.ts';

type AnyCommand = (typeof incidentCommands)[keyof typeof incidentCommands];
export type CommandName = AnyCommand['name'];
type Named<Name extends CommandName> = Extract<AnyCommand, { readonly name: Name }>;
export type CommandInput<Name extends CommandName> = z.input<Named<Name>['input']>;
type OutputOf<C> = C extends Command<string, infer _I extends z.ZodType, infer O> ? O : never;
export type CommandOutcome<Name extends CommandName> = {
  readonly output: OutputOf<Named<Name>>;
  readonly seq: number | null;
};

export type CommandState = {
  /** `waiting`: the console went away with the command under way, and it will be asked again. */
  readonly phase: 'idle' | 'sending' | 'waiting';
  readonly error: ErrorDetails | null;
};

const IDLE: CommandState = { phase: 'idle', error: null };

/** A way to run one command. `run` answers with the outcome, or undefined when it was refused: then `error` says why. */
export function useCommand<Name extends CommandName>(name: Name) {
  const [state, setState] = useState<CommandState>(IDLE);
  const under = useRef<UnderWay | undefined>(undefined);

  const run = useCallback(
    async (input: CommandInput<Name>, commandId?: string): Promise<CommandOutcome<Name> | undefined> => {
      const request = sameOrNew(under.current, input, commandId);
      under.current = request;
      setState({ phase: 'sending', error: null });
      try {
        const outcome = await sendCommand({
          request,
          send: (call) => connection.call('mutation', name, call),
          isConnected: () => connection.isConnected(),
          whenConnected: () => connection.whenConnected(),
          onWaiting: (waiting) => setState({ phase: waiting ? 'waiting' : 'sending', error: null }),
        });
        under.current = undefined;
        setState(IDLE);
        // The host mounts each command under its own name (its `commandProcedures`).
        return outcome as CommandOutcome<Name>;
      } catch (error) {
        setState({ phase: 'idle', error: detailsOf(error) });
        return undefined;
      }
    },
    [name],
  );
  const reset = useCallback(() => setState(IDLE), []);
  return { run, reset, ...state };
}

type UnderWay = { readonly commandId: string; readonly input: unknown };

/**
 * The same input again, after an answer that never came, is the same command; changed input is another one,
 * else the host would answer with the outcome of what was typed before.
 */
function sameOrNew(before: UnderWay | undefined, input: unknown, commandId: string | undefined): UnderWay {
  if (before !== undefined && JSON.stringify(before.input) === JSON.stringify(input)) return before;
  return { commandId: commandId ?? crypto.randomUUID(), input };
}
