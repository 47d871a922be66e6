import { initTRPC, TRPCError } from '@trpc/server';
import { can } from '#shared/access/can.ts';
import type { Feature } from '#shared/access/features.ts';
import { DomainError, type ErrorDetails, isDomainError } from '#shared/kernel/errors.ts';
import type { Connection, HostServices } from '../services.ts';
import { ZodError } from 'zod';

export type ApiContext = { readonly services: HostServices; readonly connection: Connection };

/** What a procedure asks of whoever calls it: nobody signed in, anybody signed in, or a feature. */
export type ProcedureAccess = { readonly access: 'public' | 'signed-in' | Feature };

/** The one place where a DomainError or a refused input becomes what the page receives: `data.details`. */
const t = initTRPC
  .context<ApiContext>()
  .meta<ProcedureAccess>()
  .create({
    isServer: true,
    allowOutsideOfServer: false,
    errorFormatter({ shape, error }) {
      return {
        ...shape,
        message: detailsOf(error).message,
        data: { ...shape.data, stack: undefined, details: detailsOf(error) },
      };
    },
  });

const UNEXPECTED: ErrorDetails = {
  code: 'rule-broken',
  message: 'Something went wrong in the console itself. Nothing of this step was saved.',
  remedy: 'Try again. If it happens again, save the diagnostics and tell your office.',
};

function detailsOf(error: TRPCError): ErrorDetails {
  if (isDomainError(error.cause)) return error.cause.details;
  if (error.cause instanceof ZodError) {
    const issue = error.cause.issues[0];
    const field = issue?.path.filter((part) => part !== 'input').join('.');
    return {
      code: 'invalid-input',
      message: issue?.message ?? 'This input can’t be used.',
      ...(field ? { field } : {}),
      remedy: 'Correct the field and try again. Nothing was changed.',
    };
  }
  if (error.code === 'NOT_FOUND') return { code: 'not-found', message: 'There is no such procedure.' };
  return UNEXPECTED;
}

/** Turns a DomainError into a tRPC error of the fitting HTTP status; its details travel as the cause. */
const domainErrors = t.middleware(async ({ next }) => {
  const result = await next();
  if (result.ok || !isDomainError(result.error.cause)) return result;
  const { code } = result.error.cause;
  const status = code === 'signed-out' ? 'UNAUTHORIZED' : code === 'forbidden' ? 'FORBIDDEN' : 'BAD_REQUEST';
  throw new TRPCError({ code: status, message: result.error.cause.message, cause: result.error.cause });
});

const signedIn = t.middleware(({ ctx, next }) =>
  next({ ctx: { actor: ctx.services.session.mustActor(ctx.connection) } }),
);

export const router = t.router;
/** Open to a page where nobody is signed in: first run, sign-in, status. */
export const publicProcedure = t.procedure.meta({ access: 'public' }).use(domainErrors);
/** Needs somebody signed in at this connection. What it shows is cut to their sites where it is read. */
export const procedure = publicProcedure.meta({ access: 'signed-in' }).use(signedIn);

/** Needs somebody who may do this at their own site: for what concerns the console as a whole. */
export function procedureFor(feature: Feature) {
  return procedure.meta({ access: feature }).use(({ ctx, next }) => {
    const { actor } = ctx;
    if (can(actor, feature, { siteId: actor.siteId }).allowed) return next();
    throw new DomainError({
      code: 'forbidden',
      message: `You may not do this (${feature}).`,
      remedy: 'Ask an administrator of your site.',
    });
  });
}
