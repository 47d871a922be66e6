import { initTRPC, TRPCError } from '@trpc/server';
import { type Actor, may } from '#shared/access/can.ts';
import type { Feature } from '#shared/access/features.ts';
import { refusal } from '#shared/access/say.ts';
import { type ErrorCode, type ErrorDetails, isDomainError } from '#shared/kernel/errors.ts';
import type { Connection, HostServices } from '../services.ts';
import { ZodError } from 'zod';
import { noteRefusal } from '../audit/note-refusal.ts';
import { apiError } from './errors.ts';
import { withRemedy } from './remedies.ts';

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

function detailsOf(error: TRPCError): ErrorDetails {
  if (isDomainError(error.cause)) return withRemedy(error.cause.details);
  if (error.cause instanceof ZodError) {
    const [issue] = error.cause.issues;
    if (issue === undefined) return apiError('input-wrong').details;
    const field = issue.path.filter((part) => part !== 'input').join('.');
    return apiError('field-wrong', { reason: issue.message }, { field: field === '' ? undefined : field })
      .details;
  }
  if (error.code === 'NOT_FOUND') return withRemedy(apiError('no-procedure').details);
  return apiError('unexpected').details;
}

/** Turns a DomainError into a tRPC error of the fitting HTTP status; its details travel as the cause. */
const domainErrors = t.middleware(async ({ ctx, path, next }) => {
  const result = await next();
  if (result.ok || !isDomainError(result.error.cause)) return result;
  noteRefusal(ctx.services.audit, 'nobody', result.error.cause, path);
  const { code } = result.error.cause;
  const status = OUTSIDE.includes(code) ? 'UNAUTHORIZED' : code === 'forbidden' ? 'FORBIDDEN' : 'BAD_REQUEST';
  throw new TRPCError({ code: status, message: result.error.cause.message, cause: result.error.cause });
});

/** What somebody hears who is not let in, or not yet. */
const OUTSIDE: readonly ErrorCode[] = [
  'signed-out',
  'session-locked',
  'passphrase-change-needed',
  'second-factor-needed',
];

const signedIn = t.middleware(async ({ ctx, next, path, type }) => {
  const { session } = ctx.services;
  const actor = session.mustActor(ctx.connection, { isAct: type === 'mutation' });
  const result = await next({ ctx: { actor } });
  if (!result.ok) noteRefusal(ctx.services.audit, actor, result.error.cause, path);
  if (type !== 'subscription' || !result.ok || !isIterable(result.data)) return result;
  return { ...result, data: whileHere(result.data, () => session.mustActor(ctx.connection), actor.id) };
});

/** A subscription that was opened by one person tells nothing more once they have locked, left or been replaced. */
async function* whileHere<Value>(
  values: AsyncIterable<Value>,
  mustActor: () => Actor,
  personId: string,
): AsyncGenerator<Value> {
  for await (const value of values) {
    if (mustActor().id !== personId) return;
    yield value;
  }
}

function isIterable(data: unknown): data is AsyncIterable<unknown> {
  return typeof data === 'object' && data !== null && Symbol.asyncIterator in data;
}

export const router = t.router;
/** Open to a page where nobody is signed in: first run, sign-in, status. */
export const publicProcedure = t.procedure.meta({ access: 'public' }).use(domainErrors);
/** Needs somebody signed in at this connection. What it shows is cut to their sites where it is read. */
export const procedure = publicProcedure.meta({ access: 'signed-in' }).use(signedIn);

/**
 * Needs somebody who may do this, whatever the input says: it is asked first, so that nobody learns from the answer
 * to an input what they may not ask. Which records they may do it to is asked where the record is read.
 */
export function procedureFor(feature: Feature) {
  return procedure.meta({ access: feature }).use(({ ctx, next }) => {
    if (may(ctx.actor, feature).allowed) return next();
    throw refusal(ctx.actor, feature, null);
  });
}
