import type { Actor } from '#shared/access/can.ts';
import type { Feature } from '#shared/access/features.ts';
import type { JobProfile, Role } from '#shared/access/roles.ts';
import type { AttachedFile } from '#shared/domains/incidents/attach.ts';
import type { Command, Lane, Site } from '#shared/kernel/define-command.ts';
import type { CollectionName } from '#shared/kernel/define-entity.ts';
import type { Query } from '#shared/kernel/define-query.ts';
import type { ErrorCode, ErrorDetails } from '#shared/kernel/errors.ts';
import type { Label } from '#shared/kernel/words.ts';
import type { SearchAnswer, SearchInput } from '#shared/search/found.ts';
import type { SlowQuery } from './store/monitor/slow-queries.ts';
import type { StoreTasks } from './store/tasks/task-runner.ts';
import type { TaskKind } from './store/tasks/task.ts';
import type { ReadJobInput, ReadJobName, ReadJobOutput } from './workers/jobs.ts';
import type { JobOptions } from './workers/read-workers.ts';

/** Who is at the other end of a connection. Made by main or by the HTTP server, never by the page. */
export type Connection = {
  readonly sessionId: string;
  readonly kind: 'window' | 'served';
};

export type SignedInPerson = {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly jobProfile: JobProfile;
  readonly siteId: string;
  /** What this person may do anywhere they see; the page shows and hides by it, the host decides. */
  readonly features: readonly Feature[];
};

export type SyncStatus = {
  /** `not-joined`: this console belongs to no company server. */
  readonly link: 'not-joined' | 'online' | 'offline' | 'syncing' | 'refused';
  readonly serverUrl: string | null;
  /** A person holds the link down. */
  readonly paused: boolean;
  /** Journal entries the server has not answered for. */
  readonly outboxEntries: number;
  /** Attachments still to go up or to come down, with what is left of them. */
  readonly attachmentsWaiting: number;
  readonly attachmentBytesWaiting: number;
  readonly needsAttention: number;
  readonly lastContactAt: string | null;
  readonly nextAttemptAt: string | null;
  /** Why the link is offline or refused. */
  readonly problem: { readonly code: ErrorCode; readonly message: string; readonly remedy?: string } | null;
};

/** One picture of the console, pushed whenever a part of it changes. */
export type ConsoleStatus = {
  /** `joining`: enrolled, but the site's people and records have not all come yet. */
  readonly phase: 'not-set-up' | 'joining' | 'needs-administrator' | 'ready';
  readonly version: string;
  readonly site: Site | null;
  readonly station: number | null;
  readonly organisationName: string | null;
  readonly person: SignedInPerson | null;
  readonly sync: SyncStatus;
  readonly counts: { readonly open: number; readonly escalated: number; readonly overdue: number };
  /** Host's time now, and whether a test holds the clock. The page draws countdowns from this, not from its own clock. */
  readonly clock: { readonly now: string; readonly test: boolean };
  readonly demonstration: boolean;
  /** Whether the data file is encrypted; `unavailable`: it should be, but this machine can keep no key. */
  readonly storeEncryption: 'on' | 'off' | 'unavailable';
};

/** A command the server refused, kept until a person retries or discards it. */
export type AttentionItem = {
  readonly seq: number;
  readonly at: string;
  readonly actorName: string;
  readonly command: string;
  readonly label: Label;
  readonly code: ErrorCode;
  readonly message: string;
  readonly field: string | null;
  /** The values the command carried, field by field. */
  readonly values: readonly { readonly kind: string; readonly field: string; readonly value: string }[];
};

export type ChangeTick = { readonly collections: readonly CollectionName[]; readonly ids: readonly string[] };

export type CommandOutcome<Output> = {
  readonly output: Output;
  /** Journal sequence number; null when the command found nothing to change. */
  readonly seq: number | null;
  readonly lane: Lane;
};

export type SetupService = {
  foundSite(
    connection: Connection,
    input: {
      code: string;
      name: string;
      siteKind: Site['kind'];
      timeZone: string;
      administrator: { name: string; signInName: string; passphrase: string };
    },
  ): Promise<SignedInPerson>;
  /** Joins a company: enrols at its server and waits for the first exchange. */
  join(
    connection: Connection,
    input: { serverUrl: string; code: string; deviceName: string },
  ): Promise<{ siteName: string }>;
  createAdministrator(
    connection: Connection,
    input: { name: string; signInName: string; passphrase: string },
  ): Promise<SignedInPerson>;
  loadDemonstration(siteCode: string): Promise<{ records: number }>;
};

export type SessionService = {
  signIn(connection: Connection, input: { signInName: string; passphrase: string }): Promise<SignedInPerson>;
  signOut(connection: Connection): void;
  current(connection: Connection): SignedInPerson | null;
  /** Throws `signed-out`. */
  mustActor(connection: Connection): Actor;
};

export type SyncService = {
  status(): SyncStatus;
  /** Asks for an exchange now, whatever the back-off says. Resolves when it has ended. */
  now(): Promise<SyncStatus>;
  /** Lets a person hold the link down ("radio silence") and up again. */
  setPaused(paused: boolean): void;
  attention(): AttentionItem[];
  /** Runs the refused command again, as the person who asks, on today's state. */
  retry(actor: Actor, seq: number): CommandOutcome<unknown>;
  discard(actor: Actor, seq: number): void;
};

export type AttachmentService = {
  begin(input: { fileName: string; sizeBytes: number }): { uploadId: string; chunkBytes: number };
  /** Appends at exactly `offset`; base64, since the same wire carries it in the window and over the network. */
  append(input: { uploadId: string; offset: number; base64: string }): { receivedBytes: number };
  /** Looks at the bytes, refuses what is not what it says it is, and stores them under their hash. */
  finish(input: { uploadId: string }): Promise<AttachedFile>;
  cancel(input: { uploadId: string }): void;
  /** A slice of a stored file. `not-found` with the remedy when its bytes are still on the way. */
  read(input: { sha256: string; offset: number; length: number }): { base64: string; sizeBytes: number };
};

export type StoreOverview = {
  readonly dataFolder: string;
  /** Of the file and what is still in its write-ahead log. */
  readonly sizeBytes: number;
  /** What restores the newest good backup, as it is typed in a terminal. */
  readonly restoreCommand: string;
  /** Newest first; each was read back when it was made. */
  readonly backups: readonly {
    readonly name: string;
    readonly takenAt: string;
    readonly sizeBytes: number;
  }[];
  /** Why the last backup failed; null after one that went well. */
  readonly backupProblem: ErrorDetails | null;
  readonly restored: { readonly at: string; readonly journalSeq: number } | null;
  readonly slowQueries: readonly SlowQuery[];
  /** How the latest work of each kind went or goes since the console was started. */
  readonly tasks: StoreTasks;
};

/** The store itself, for administrators. What takes long runs beside the host. */
export type StoreService = {
  overview(): StoreOverview;
  /** Starts work, or joins the work of this kind that runs. */
  start(kind: TaskKind): void;
  cancel(kind: TaskKind): void;
};

/** What the API is built on. `compose.ts` makes the real one. */
export type HostServices = {
  status(connection: Connection): ConsoleStatus;
  /** Calls back whenever `status` may have changed; returns the way to stop. */
  onStatus(listener: () => void): () => void;
  onChange(listener: (tick: ChangeTick) => void): () => void;
  runCommand<Output>(
    command: Command<string, never, Output> | Command,
    request: { commandId: string; input: unknown },
    actor: Actor,
  ): CommandOutcome<Output>;
  runQuery<Output>(query: Query, input: unknown, actor: Actor): Output;
  readonly session: SessionService;
  readonly setup: SetupService;
  readonly sync: SyncService;
  readonly attachments: AttachmentService;
  readonly store: StoreService;
  /** Full-text search over the records that the person may see. */
  search(actor: Actor, input: SearchInput): SearchAnswer;
  /** Long reading beside the host. */
  runReadJob<Name extends ReadJobName>(
    name: Name,
    input: ReadJobInput<Name>,
    options: JobOptions,
  ): Promise<ReadJobOutput<Name>>;
};
