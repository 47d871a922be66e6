import { z } from 'zod';

/** Commands the child knows, so that one that was under way can be sent again to the next child. */
export const Request = z.object({
  commandId: z.string(),
  command: z.string(),
  input: z.json(),
});
export type Request = z.infer<typeof Request>;

/** Moments at which the child ends itself; the parent's own kill comes at any moment. */
export const KILL_POINTS = [
  /** Between two rows of a statement or two statements: the nth row written to any table. */
  'row',
  /** After the records, before the journal entry. */
  'work',
  /** After the journal entry, among the followers. */
  'follower',
  /** After the commit, before the answer. */
  'committed',
  /** In the middle of taking a transaction back. */
  'rollback',
  /** Around a checkpoint, which moves the journal of the file into the file. */
  'checkpoint',
] as const;
export type KillPoint = (typeof KILL_POINTS)[number];

/** What the parent tells a child through its standard input. */
export const Orders = z.object({
  file: z.string(),
  seed: z.int(),
  /** Absent when the parent kills. */
  kill: z.object({ point: z.enum(KILL_POINTS), after: z.int().positive() }).optional(),
  /** What an earlier child had begun and never answered. */
  again: Request.optional(),
});
export type Orders = z.infer<typeof Orders>;

export const Acknowledged = z.object({
  commandId: z.string(),
  seq: z.int().nullable(),
  output: z.json(),
});
export type Acknowledged = z.infer<typeof Acknowledged>;

/** One line of the child's standard output. */
export const Said = z.union([
  z.object({ ready: z.literal(true) }),
  z.object({ opened: z.literal(true) }),
  z.object({ begun: Request }),
  z.object({ done: Acknowledged }),
]);
export type Said = z.infer<typeof Said>;
