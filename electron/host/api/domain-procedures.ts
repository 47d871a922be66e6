import type { TRPCMutationProcedure, TRPCQueryProcedure } from '@trpc/server';
import { z } from 'zod';
import type { Command } from '#shared/kernel/define-command.ts';
import type { Query } from '#shared/kernel/define-query.ts';
import type { CommandOutcome } from '../services.ts';
import { procedureFor } from './trpc.ts';

/** Everything a command call carries: the input, and an id that makes sending it twice harmless. */
export type CommandCall<Input> = { commandId: string; input: Input };

type CommandProcedures<Commands> = {
  [Verb in keyof Commands]: Commands[Verb] extends Command<string, infer I extends z.ZodType, infer O>
    ? TRPCMutationProcedure<{ input: CommandCall<z.input<I>>; output: CommandOutcome<O>; meta: unknown }>
    : never;
};

type QueryProcedures<Queries> = {
  [Question in keyof Queries]: Queries[Question] extends Query<string, infer I extends z.ZodType, infer O>
    ? TRPCQueryProcedure<{ input: z.input<I>; output: O; meta: unknown }>
    : never;
};

/** One mutation per command of a domain. Permission, journal and transaction are the command runner's. */
export function commandProcedures<Commands extends { readonly [verb: string]: Command }>(
  commands: Commands,
): CommandProcedures<Commands> {
  const entries = Object.entries(commands)
    .filter(([, command]) => !command.system)
    .map(([verb, command]) => {
      const call = z.object({ commandId: z.uuid(), input: command.input });
      return [
        verb,
        procedureFor(command.feature)
          .input(call)
          .mutation(({ ctx, input }) => ctx.services.runCommand(command, input, ctx.actor)),
      ];
    });
  // Object.fromEntries forgets which key had which command; the map above keeps them together.
  return Object.fromEntries(entries) as CommandProcedures<Commands>;
}

/** One query per question of a domain. */
export function queryProcedures<Queries extends { readonly [question: string]: Query }>(
  queries: Queries,
): QueryProcedures<Queries> {
  const entries = Object.entries(queries).map(([question, query]) => [
    question,
    procedureFor(query.feature)
      .input(query.input)
      .query(({ ctx, input }) => ctx.services.runQuery(query, input, ctx.actor)),
  ]);
  // As above: the keys and what stands behind them are made together.
  return Object.fromEntries(entries) as QueryProcedures<Queries>;
}
