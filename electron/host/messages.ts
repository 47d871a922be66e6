import { z } from 'zod';

/**
 * Everything main and the host say to each other over the utility process's own port.
 * Data for the window never passes here: the window and the host talk over a port of their own.
 */
export const MainToHost = z.discriminatedUnion('type', [
  /** Before anything else: the host opens no store until it came. Null: main has none (electron/main/store-key.ts). */
  z.object({ type: z.literal('store-key'), storeKey: z.string().nullable() }),
  /** A window asks for a connection; its MessagePort travels with this message. */
  z.object({ type: z.literal('connect'), windowId: z.int(), sessionId: z.string().min(16).max(128) }),
  z.object({
    type: z.literal('power'),
    event: z.enum(['suspend', 'resume', 'lock-screen', 'unlock-screen', 'shutdown']),
  }),
  z.object({ type: z.literal('ping'), n: z.int() }),
  /** Finish the running command, checkpoint, close, exit 0. Main kills the process 5 s later. */
  z.object({ type: z.literal('shutdown') }),
]);
export type MainToHost = z.infer<typeof MainToHost>;

export const HostToMain = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), startMs: z.number() }),
  z.object({ type: z.literal('pong'), n: z.int() }),
  /** Feeds tray and badge; sent on every change and once after `ready`. */
  z.object({ type: z.literal('alerts'), escalated: z.int(), overdue: z.int(), siteName: z.string() }),
  z.object({
    type: z.literal('notify'),
    /** Same id, same notification: main shows it once. */
    id: z.string(),
    title: z.string(),
    body: z.string(),
    severity: z.enum(['low', 'medium', 'high', 'critical']),
    /** Where a click leads, as the renderer's own route, e.g. `/incidents/<id>`. */
    route: z.string(),
  }),
  /** The host can't run at all (store corrupt, newer than this program, disk full). It exits with code 3 after this. */
  z.object({ type: z.literal('fatal'), code: z.string(), message: z.string(), remedy: z.string() }),
]);
export type HostToMain = z.infer<typeof HostToMain>;

/** Exit code of a host that has said `fatal`: starting it again would not help. */
export const HOST_EXIT_FATAL = 3;
