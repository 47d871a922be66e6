import { z } from 'zod';
import { ERROR_CODES } from '#shared/kernel/errors.ts';

/** A text that a person will read, as a table of the console keeps it. */
export const KeptLabel = z.object({
  key: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).exactOptional(),
});

/** What went wrong, as a table of the console keeps it: with its key, as it may be read in another language. */
export const KeptProblem = z.object({
  code: z.enum(ERROR_CODES),
  message: z.string(),
  remedy: z.string().exactOptional(),
  says: KeptLabel.exactOptional(),
});
