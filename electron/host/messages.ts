import { z } from 'zod';

/** A copy of the store, and whether it was found good: `unchecked` when there was no time for it. */
export const RecoveryCopy = z.object({
  name: z.string(),
  takenAt: z.string(),
  sizeBytes: z.number(),
  kind: z.enum(['backup', 'before-upgrade']),
  state: z.enum(['good', 'unreadable', 'unchecked']),
});
export type RecoveryCopy = z.infer<typeof RecoveryCopy>;

/** How far main is with a newer version of the program (electron/main/updates). */
export const UpdateState = z.object({
  phase: z.enum([
    'off',
    'idle',
    'checking',
    'up-to-date',
    'available',
    'downloading',
    'ready',
    'installing',
    'failed',
  ]),
  /** Why it does not update itself: built without a publisher's key, or not installed in a way that it could. */
  off: z.enum(['no-key', 'not-installed']).nullable(),
  version: z.string().nullable(),
  notes: z.string(),
  releasedAt: z.string().nullable(),
  doneBytes: z.number().nullable(),
  totalBytes: z.number().nullable(),
  problem: z.object({ message: z.string(), remedy: z.string() }).nullable(),
});
export type UpdateState = z.infer<typeof UpdateState>;

/** Before anything was asked for. */
export const NO_UPDATE: UpdateState = {
  phase: 'idle',
  off: null,
  version: null,
  notes: '',
  releasedAt: null,
  doneBytes: null,
  totalBytes: null,
  problem: null,
};

/**
 * Everything main and the host say to each other over the utility process's own port.
 * Data for the window never passes here: the window and the host talk over a port of their own.
 */
export const MainToHost = z.discriminatedUnion('type', [
  /** Before anything else: the host opens no store until it came. Null: main has none (electron/main/store-key.ts). */
  z.object({
    type: z.literal('store-key'),
    storeKey: z.string().nullable(),
    keyFrom: z.enum(['keychain', 'variable']).optional(),
    /** The store is to have this key from now on: the host changes it before it opens the store. */
    nextStoreKey: z.string().optional(),
    /** The name of a copy of the store that is to take its place first. */
    restore: z.string().optional(),
  }),
  /** The answer to `change-key`, when main can't. Otherwise main ends the host and starts it with the next key. */
  z.object({ type: z.literal('change-key-refused') }),
  /** A window asks for a connection; its MessagePort travels with this message. */
  z.object({ type: z.literal('connect'), windowId: z.int(), sessionId: z.string().min(16).max(128) }),
  z.object({
    type: z.literal('power'),
    event: z.enum(['suspend', 'resume', 'lock-screen', 'unlock-screen']),
  }),
  z.object({ type: z.literal('update-state'), state: UpdateState }),
  z.object({ type: z.literal('ping'), n: z.int() }),
  /** Finish the running command, checkpoint, close, exit 0. Main kills the process 5 s later. */
  z.object({ type: z.literal('shutdown') }),
]);
export type MainToHost = z.infer<typeof MainToHost>;

export const HostToMain = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), startMs: z.number() }),
  z.object({ type: z.literal('pong'), n: z.int() }),
  /** Feeds tray and badge; sent on every change and once after `ready`. */
  z.object({ type: z.literal('alerts'), critical: z.int(), unread: z.int(), siteName: z.string() }),
  /** Whether the machine is not to fall asleep by itself (stay-awake.ts); sent on every change and once after `ready`. */
  z.object({ type: z.literal('stay-awake'), isNeeded: z.boolean() }),
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
  /** Long work before `ready`, so that main neither takes the host for hanging nor leaves a person without a word. */
  z.object({
    type: z.literal('work'),
    what: z.enum(['change-key', 'restore']),
    done: z.number(),
    total: z.number().nullable(),
  }),
  /** What a person, or the clock, wants done about updates. Whether it may be done now is settled in the host. */
  z.object({
    type: z.literal('update'),
    action: z.discriminatedUnion('what', [
      z.object({ what: z.literal('check'), feedUrl: z.url(), channel: z.enum(['latest', 'early']) }),
      z.object({ what: z.literal('download') }),
      z.object({ what: z.literal('cancel') }),
      z.object({ what: z.literal('install') }),
    ]),
  }),
  /** An administrator wants another key for the store. */
  z.object({ type: z.literal('change-key') }),
  /** Everything is under the next key: the former one is of no use any more. */
  z.object({ type: z.literal('key-changed') }),
  /** The host can't run at all (store corrupt, newer than this program, disk full). It exits with code 3 after this. */
  z.object({
    type: z.literal('fatal'),
    code: z.string(),
    message: z.string(),
    remedy: z.string(),
    /** What the store could be restored from, newest first. */
    copies: z.array(RecoveryCopy).optional(),
  }),
]);
export type HostToMain = z.infer<typeof HostToMain>;

/** Exit code of a host that has said `fatal`: starting it again would not help. */
export const HOST_EXIT_FATAL = 3;
