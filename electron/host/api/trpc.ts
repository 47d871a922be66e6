import { initTRPC, TRPCError } from '@trpc/server';
import type { ErrorDetails } from '#shared/kernel/errors.ts';
import { isDomainError } from '#shared/kernel/errors.ts';
import type { Connection, HostServices } from '../services.ts';
import { ZodError } from 'zod';

export type ApiContext = { readonly services: HostServices; readonly connection: Connection };

/** The one place where a DomainError or a refused input becomes what the page receives: `data.details`. */
const t = initTRPC.context<ApiContext>().create({
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
export const publicProcedure = t.procedure.use(domainErrors);
/** Needs somebody signed in at this connection. */
export const procedure = publicProcedure.use(signedIn);
