import { TRPCClientError } from '@trpc/client';
import { z } from 'zod';
import { ERROR_CODES, type ErrorDetails, isDomainError } from '#shared/kernel/errors.ts';
import { connectionError } from './errors.ts';

const Details = z.object({
  code: z.enum(ERROR_CODES),
  message: z.string(),
  remedy: z.string().exactOptional(),
  field: z.string().exactOptional(),
  retryAfterSeconds: z.number().exactOptional(),
});
const Answer = z.object({ data: z.object({ details: Details }) });

/**
 * Whether a call ended without the host having answered it: then nobody knows whether it happened, and
 * asking again with the same id is the way to find out. Every answer of the host has a shape.
 */
export function isConnectionLoss(error: unknown): boolean {
  return error instanceof TRPCClientError && (error.shape === undefined || error.shape === null);
}

/** What the host says went wrong. Anything it did not say is a bug of ours, shown as one. */
export function detailsOf(error: unknown): ErrorDetails {
  if (isDomainError(error)) return error.details;
  const shape = error instanceof TRPCClientError ? Answer.safeParse(error.shape) : undefined;
  if (shape?.success === true) return shape.data.data.details;
  return connectionError('not-done').details;
}
