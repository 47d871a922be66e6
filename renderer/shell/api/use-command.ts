import { useCallback, useState } from 'react';
import type { z } from 'zod';
import type { incidentCommands } from '#shared/domains/incidents/commands.ts';
import type { notificationCommands } from '#shared/domains/notifications/commands.ts';
import type { peopleCommands } from '#shared/domains/people/commands.ts';
import type { settingsCommands } from '#shared/domains/settings/commands.ts';
import type { workCommands } from '#shared/domains/work/commands.ts';
import type { Command } from '#shared/kernel/define-command.ts';
import type { ErrorDetails } from '#shared/kernel/errors.ts';
import { detailsOf, isConnectionLoss } from '../connection/api-error.ts';
import { connection } from '../connection/console-connection.ts';
import { sendCommand } from '../connection/send-command.ts';
import { type CommandNote, noteFor, useDrafts } from '../drafts.ts';

type AllCommands =
  | typeof incidentCommands
  | typeof workCommands
  | typeof settingsCommands
  | typeof peopleCommands
  | typeof notificationCommands;
type CommandOf<Group> = Group extends { readonly [verb: string]: Command } ? Group[keyof Group] : never;
type AnyCommand = CommandOf<AllCommands>;
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

/**
 * A way to run one command. `run` answers with the outcome, or undefined when it was refused: then `error`
 * says why. `place` tells apart several ways to run the same command, such as one for each incident.
 */
export function useCommand<Name extends CommandName>(name: Name, place = '') {
  const [state, setState] = useState<CommandState>(IDLE);
  const run = useCallback(
    async (input: CommandInput<Name>): Promise<CommandOutcome<Name> | undefined> => {
      const noteId = `command ${name} ${place}`;
      const request = noteCommand(noteId, input);
      setState({ phase: 'sending', error: null });
      try {
        const outcome = await sendCommand({
          request,
          send: (call) => connection.call('mutation', name, call),
          isConnected: () => connection.isConnected(),
          whenConnected: () => connection.whenConnected(),
          onWaiting: (waiting) => setState({ phase: waiting ? 'waiting' : 'sending', error: null }),
        });
        useDrafts.getState().drop(noteId);
        setState(IDLE);
        // The host mounts each command under its own name (its `commandProcedures`).
        return outcome as CommandOutcome<Name>;
      } catch (error) {
        if (isAnswered(error)) useDrafts.getState().drop(noteId);
        setState({ phase: 'idle', error: detailsOf(error) });
        return undefined;
      }
    },
    [name, place],
  );
  return { run, ...state };
}

/**
 * The id under which this input goes out, noted beside the drafts until the host has answered: after a
 * reload of the page the same input is still the same command, and does not happen twice.
 */
function noteCommand(noteId: string, input: unknown): CommandNote {
  const drafts = useDrafts.getState();
  const note = noteFor(drafts.values[noteId], input);
  drafts.keep(noteId, note);
  return note;
}

/** Whether the host itself refused it. Signed out is no answer: the same command may have been carried out before. */
function isAnswered(error: unknown): boolean {
  return !isConnectionLoss(error) && detailsOf(error).code !== 'signed-out';
}
