import { z } from 'zod';
import { BREAK_GLASS_REASON_CHARACTERS_MIN, BREAKABLE_FEATURES } from '#shared/access/break-glass.ts';
import { Passphrase } from '#shared/domains/people/schema.ts';
import { line } from '#shared/kernel/fields.ts';
import { procedure, procedureFor, publicProcedure, router } from '../api/trpc.ts';

const Typed = z.string().min(1, 'Fill this in.').max(200);
const Code = z.string().trim().max(40);
const SessionId = z.object({ id: z.string().max(36) });

/**
 * Open to everybody are the ways in and out. `unlock` and what people do about their own sign-in ask for somebody at
 * the connection by themselves: they are for those whom `procedure` does not let through yet.
 */
export const sessionRouter = router({
  recent: publicProcedure.query(({ ctx }) => ctx.services.session.recent(ctx.connection)),
  signIn: publicProcedure
    .input(
      z
        .object({
          signInName: z.string().trim().toLowerCase().min(1, 'Fill this in.').max(40).optional(),
          recentId: z.string().max(36).optional(),
          passphrase: Typed,
          code: Code.optional(),
        })
        .refine(({ signInName, recentId }) => (signInName === undefined) !== (recentId === undefined), {
          message: 'Fill this in.',
          path: ['signInName'],
        }),
    )
    .mutation(({ ctx, input }) => ctx.services.session.signIn(ctx.connection, input)),
  signOut: publicProcedure.mutation(({ ctx }) => {
    ctx.services.session.signOut(ctx.connection);
  }),
  lock: publicProcedure.mutation(({ ctx }) => {
    ctx.services.session.lock(ctx.connection);
  }),
  unlock: publicProcedure
    .input(z.object({ passphrase: Typed }))
    .mutation(({ ctx, input }) => ctx.services.session.unlock(ctx.connection, input)),
  park: publicProcedure.mutation(({ ctx }) => {
    ctx.services.session.park(ctx.connection);
  }),
  /** The page is being used. */
  touch: procedure.mutation(() => undefined),

  list: procedure.query(({ ctx }) => ctx.services.session.list(ctx.connection, 'own')),
  end: procedure
    .input(SessionId)
    .mutation(({ ctx, input }) => ctx.services.session.end(ctx.connection, input.id, 'own')),
  endOthers: procedure.mutation(({ ctx }) => ctx.services.session.endOthers(ctx.connection)),
  listAll: procedureFor('sessions.manage').query(({ ctx }) =>
    ctx.services.session.list(ctx.connection, 'all'),
  ),
  endAny: procedureFor('sessions.manage')
    .input(SessionId)
    .mutation(({ ctx, input }) => ctx.services.session.end(ctx.connection, input.id, 'all')),
  setLockAfter: procedureFor('sessions.manage')
    .input(z.object({ minutes: z.int().min(1).max(60) }))
    .mutation(({ ctx, input }) => {
      ctx.services.session.setLockAfterMinutes(input.minutes);
      ctx.services.audit.note(ctx.actor, {
        event: 'setting-changed',
        params: { setting: 'lockAfterMinutes', value: input.minutes },
      });
    }),

  changePassphrase: publicProcedure
    .input(z.object({ current: Typed, next: Passphrase }))
    .mutation(({ ctx, input }) => ctx.services.session.changePassphrase(ctx.connection, input)),
  secondFactor: publicProcedure.query(({ ctx }) => ctx.services.session.secondFactor(ctx.connection)),
  beginSecondFactor: publicProcedure
    .input(z.object({ passphrase: Typed }))
    .mutation(({ ctx, input }) => ctx.services.session.beginSecondFactor(ctx.connection, input)),
  confirmSecondFactor: publicProcedure
    .input(z.object({ code: Code.min(6, 'Six digits.') }))
    .mutation(({ ctx, input }) => ctx.services.session.confirmSecondFactor(ctx.connection, input)),

  breakGlass: procedure
    .input(
      z.object({
        feature: z.enum(BREAKABLE_FEATURES),
        reason: line(500).min(
          BREAK_GLASS_REASON_CHARACTERS_MIN,
          `At least ${BREAK_GLASS_REASON_CHARACTERS_MIN} characters.`,
        ),
      }),
    )
    .mutation(({ ctx, input }) => ctx.services.session.breakGlass(ctx.connection, input)),
  endBreakGlass: procedure.mutation(({ ctx }) => {
    ctx.services.session.endBreakGlass(ctx.connection);
  }),
});
