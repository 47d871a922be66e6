import { z } from 'zod';
import { ERROR_CODES } from '#shared/kernel/errors.ts';
import type { ConnectionOptions } from '../store/connection.ts';

/** What a worker is started with. */
export type WorkerStart = {
  readonly connection: ConnectionOptions;
  /** One 32-bit number that both threads see: 1 asks the running job to stop, even while it is inside a loop. */
  readonly stop: Int32Array<SharedArrayBuffer>;
};

export type ToWorker = { readonly job: string; readonly input: unknown };

/** What a worker says of the job it has. Results come from the same program, so they are not parsed again. */
export const FromWorker = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), done: z.number(), total: z.number().nullable() }),
  z.object({ type: z.literal('result'), result: z.unknown() }),
  z.object({
    type: z.literal('refused'),
    details: z.object({
      code: z.enum(ERROR_CODES),
      message: z.string(),
      remedy: z.string().exactOptional(),
      says: z
        .object({
          key: z.string(),
          params: z.record(z.string(), z.union([z.string(), z.number()])).exactOptional(),
        })
        .exactOptional(),
    }),
  }),
  /** A bug. */
  z.object({ type: z.literal('failed'), message: z.string() }),
]);
export type FromWorker = z.infer<typeof FromWorker>;
