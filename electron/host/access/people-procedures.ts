import { z } from 'zod';
import { add, peopleCommands } from '#shared/domains/people/commands.ts';
import { setPassphrase } from '#shared/domains/people/manage.ts';
import { peopleQueries } from '#shared/domains/people/queries.ts';
import { Passphrase } from '#shared/domains/people/schema.ts';
import { commandProcedures, queryProcedures } from '../api/domain-procedures.ts';
import { procedureFor } from '../api/trpc.ts';
import { hashPassphrase } from '../session/passphrase.ts';

/** A passphrase is made into a hash here; what these two commands carry onward can't be turned back. */
const NewPerson = z.object({ commandId: z.uuid(), input: add.input.extend({ passphrase: Passphrase }) });
const NewPassphrase = z.object({
  commandId: z.uuid(),
  input: setPassphrase.input.extend({ passphrase: Passphrase }),
});

const {
  createFirstAdministrator: _atSetup,
  add: _add,
  setPassphrase: _set,
  // The host runs these for somebody who has shown what they ask for: see `session/own-sign-in.ts`.
  changeOwnPassphrase: _change,
  enrolSecondFactor: _enrol,
  spendRecoveryCode: _spend,
  ...plainCommands
} = peopleCommands;

/** What the people router is made of. */
export const peopleProcedures = {
  ...queryProcedures(peopleQueries),
  ...commandProcedures(plainCommands),
  add: procedureFor(add.feature)
    .input(NewPerson)
    .mutation(async ({ ctx, input: { commandId, input } }) => {
      const passphrase = await hashPassphrase(input.passphrase);
      return ctx.services.runCommand(add, { commandId, input: { ...input, passphrase } }, ctx.actor);
    }),
  setPassphrase: procedureFor(setPassphrase.feature)
    .input(NewPassphrase)
    .mutation(async ({ ctx, input: { commandId, input } }) => {
      const passphrase = await hashPassphrase(input.passphrase);
      return ctx.services.runCommand(
        setPassphrase,
        { commandId, input: { ...input, passphrase } },
        ctx.actor,
      );
    }),
};
