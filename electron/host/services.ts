import type { Actor } from '#shared/access/can.ts';
import type { Explanation } from '#shared/access/explain.ts';
import type { Feature } from '#shared/access/features.ts';
import type { JobProfile, Role, RowScope } from '#shared/access/roles.ts';
import type { AttachedFile } from '#shared/domains/incidents/attach.ts';
import type { Command, Lane, Site } from '#shared/kernel/define-command.ts';
import type { CollectionName } from '#shared/kernel/define-entity.ts';
import type { Query } from '#shared/kernel/define-query.ts';
import type { ErrorCode, ErrorDetails } from '#shared/kernel/errors.ts';
import type { Label } from '#shared/kernel/words.ts';
import type { SearchAnswer, SearchInput } from '#shared/search/found.ts';
import type { AuditNotes } from './audit/audit-notes.ts';
import type { JournalService } from './audit/journal-service.ts';
import type { ExportsService } from './exports/exports-service.ts';
import type { ImportsService } from './imports/imports-service.ts';
import type { JobsService, JobsStatus } from './jobs/jobs-service.ts';
import type { NotifyService } from './notify/create-notify.ts';
import type { InboxCounts } from './notify/inbox-counts.ts';
import type { DevicesService } from './devices/devices-service.ts';
import type { AccessQuestion } from './access/explain-access.ts';
import type { SignInState } from './access/sign-in-state.ts';
import type { SettingsService } from './settings/settings-service.ts';
import type { SessionService, SessionStatus } from './session/session-types.ts';
import type { ArchiveService } from './store/archive/archive-schedule.ts';
import type { Preparing } from './store/read-model-builds.ts';
import type { StatisticsService } from './store/roll-ups/recount.ts';
import type { SlowQuery } from './store/monitor/slow-queries.ts';
import type { StoreCopy } from './store/backup/backup-files.ts';
import type { KeyChangeOutcome } from './store/encryption/before-start.ts';
import type { ConflictPage } from './sync/conflicts.ts';
import type { ExchangePage } from './sync/exchange-history.ts';
import type { LinkClass } from './sync/link-class.ts';
import type { SyncPhase } from './sync/state-machine.ts';
import type { StoreTasks } from './store/tasks/task-runner.ts';
import type { TaskKind } from './store/tasks/task.ts';
import type { DiagnosticsService } from './diagnostics/diagnostics.ts';
import type { UnnamedReportsService } from './access/unnamed-reports.ts';
import type { MonitorsService } from './monitors/monitors.ts';
import type { UpdatesService, UpdatesStatus } from './updates/updates-service.ts';
import type { JobInput, JobName, JobOutput } from './workers/jobs.ts';
import type { JobOptions } from './workers/workers.ts';

/** Who is at the other end of a connection. Made by main or by the HTTP server, never by the page. */
export type Connection = {
  readonly sessionId: string;
  readonly kind: 'window' | 'served';
  /** Where one answer can set the cookie itself: called with the browser's new secret. */
  renew?(sessionId: string): void;
};

export type SignedInPerson = {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly jobProfile: JobProfile;
  readonly siteId: string;
  /** The partner they work for, and a reach of their own: see `PersonActor`. */
  readonly organisationId?: string | null | undefined;
  readonly providerId?: string | null | undefined;
  readonly teamId?: string | null | undefined;
  readonly rowScope?: RowScope | null | undefined;
  /** What this person may do anywhere they see; the page shows and hides by it, the host decides. */
  readonly features: readonly Feature[];
};

export type SyncStatus = {
  /** `not-joined`: this console belongs to no company server. */
  readonly link: 'not-joined' | 'online' | 'offline' | 'syncing' | 'refused';
  readonly serverUrl: string | null;
  /** A person holds the link down. */
  readonly paused: boolean;
  /** What the client is doing, in more detail than `link`. */
  readonly phase: SyncPhase;
  /** The server tells of news by itself. */
  readonly isLive: boolean;
  readonly linkClass: LinkClass;
  /** What waits, lane by lane, before compression; and whether it travels on this link by itself. */
  readonly lanes: readonly {
    readonly lane: Lane;
    readonly entries: number;
    readonly bytes: number;
    readonly travels: 'now' | 'on-a-cheaper-link';
  }[];
  /** Whether attachments travel on this link by themselves. */
  readonly attachmentsTravel: 'now' | 'on-a-cheaper-link';
  /** Of a large message under way, in bytes on the wire. */
  readonly progress: { readonly sentBytes: number; readonly totalBytes: number } | null;
  /** Journal entries the server has not answered for. */
  readonly outboxEntries: number;
  /** Attachments still to go up or to come down, with what is left of them. */
  readonly attachmentsWaiting: number;
  readonly attachmentBytesWaiting: number;
  readonly needsAttention: number;
  readonly lastContactAt: string | null;
  readonly nextAttemptAt: string | null;
  /** Why the link is offline or refused. */
  readonly problem: Pick<ErrorDetails, 'code' | 'message' | 'remedy' | 'says'> | null;
};

/** One picture of the console, pushed whenever a part of it changes. */
export type ConsoleStatus = {
  /** `joining`: enrolled, but the site's people and records have not all come yet. */
  readonly phase: 'not-set-up' | 'joining' | 'needs-administrator' | 'ready';
  readonly version: string;
  readonly site: Site | null;
  readonly station: number | null;
  readonly organisationName: string | null;
  /** Null also while a session is locked, or asks for something first: see `session.gate`. */
  readonly person: SignedInPerson | null;
  readonly session: SessionStatus;
  readonly sync: SyncStatus;
  readonly counts: { readonly open: number; readonly escalated: number; readonly overdue: number };
  readonly inbox: InboxCounts;
  /** Whether an emergency may be reported here before sign-in. */
  readonly takesUnknownReports: boolean;
  /** Host's time now, and whether a test holds the clock. The page draws countdowns from this, not from its own clock. */
  readonly clock: { readonly now: string; readonly test: boolean };
  readonly jobs: JobsStatus;
  readonly updates: UpdatesStatus;
  readonly demonstration: boolean;
  /** What is being built from the records, after an upgrade, and how far it is. The console is used meanwhile. */
  readonly preparing: Preparing | null;
  /** Whether the data file is encrypted; `unavailable`: it should be, but this machine can keep no key. */
  readonly storeEncryption: 'on' | 'off' | 'unavailable';
  /** What an administrator has to do about the store, for example because backups fail. Others see damage only. */
  readonly storeProblem: ErrorDetails | null;
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
  /** False where what was entered was lost with a restored store: it can only be discarded. */
  readonly canRetry: boolean;
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

export type ExchangeFileToSave = { readonly fileName: string; readonly base64: string };
export type ExchangeFileOutcome =
  | {
      readonly kind: 'taken-in';
      readonly applied: number;
      readonly rejected: number;
      readonly recordsChanged: number;
    }
  | ({ readonly kind: 'answered' } & ExchangeFileToSave);

export type SyncService = {
  status(): SyncStatus;
  /** Asks for an exchange now, whatever the back-off says. Resolves when it has ended. */
  now(): Promise<SyncStatus>;
  /** Lets a person hold the link down ("radio silence") and up again. */
  setPaused(paused: boolean): void;
  /** Lets everything travel now, whatever the link costs, until nothing waits any more. */
  sendEverything(): Promise<SyncStatus>;
  /** The next exchange as a file, for a stick or a mail. */
  exportFile(): ExchangeFileToSave;
  /** Takes in an answer of the server, or passes another console's file on to it and returns the answer to save. */
  importFile(input: { base64: string }): Promise<ExchangeFileOutcome>;
  /** Asks the server for conflicts with the next exchange, and for that exchange, if nobody did lately. */
  fetchConflicts(): void;
  /** Which class of link is in use from now on. */
  setLinkClass(linkClass: LinkClass): void;
  attention(): AttentionItem[];
  /** Runs the refused command again, as the person who asks, on today's state. */
  retry(actor: Actor, seq: number): CommandOutcome<unknown>;
  discard(actor: Actor, seq: number): void;
};

/** What came of earlier exchanges, for people to see; here also without a link. */
export type SyncRecords = {
  exchanges(page: PageAfter): ExchangePage;
  conflicts(actor: Actor, page: PageAfter): ConflictPage;
  /** Somebody has looked at the conflicts up to this one. */
  conflictsSeen(actor: Actor, upTo: number): void;
};
/** Newest first: what comes after the item with the number `before`. */
export type PageAfter = { readonly before: number | undefined; readonly limit: number };

export type AttachmentService = {
  begin(input: { fileName: string; sizeBytes: number }): { uploadId: string; chunkBytes: number };
  /** Appends at exactly `offset`; base64, since the same wire carries it in the window and over the network. */
  append(input: { uploadId: string; offset: number; base64: string }): { receivedBytes: number };
  /** Looks at the bytes, refuses what is not what it says it is, and stores them under their hash. */
  finish(actor: Actor, input: { uploadId: string }): Promise<AttachedFile>;
  cancel(input: { uploadId: string }): void;
  /**
   * A slice of a file that a record within the person's reach names; `recordId` says which, where it may be in the
   * archive. `not-found` with the remedy when its bytes are still on the way.
   */
  read(
    actor: Actor,
    input: { sha256: string; recordId?: string; offset: number; length: number },
  ): { base64: string; sizeBytes: number };
};

export type StoreEncryption = {
  readonly state: ConsoleStatus['storeEncryption'];
  readonly cipher: string;
  /** Where the key comes from; null when there is none. */
  readonly keyFrom: 'keychain' | 'file' | 'variable' | null;
  /** Whether `changeKey` can change it: only one that the keychain keeps. */
  readonly canChange: boolean;
  /** What changes a key that a person looks after, as it is typed in a terminal. */
  readonly changeCommand: string;
  /** How the last change went, when it was at this start. */
  readonly keyChange: KeyChangeOutcome | null;
};

export type StoreOverview = {
  readonly dataFolder: string;
  /** Of the file and what is still in its write-ahead log. */
  readonly sizeBytes: number;
  /** What restores the newest good backup, as it is typed in a terminal. */
  readonly restoreCommand: string;
  readonly encryption: StoreEncryption;
  /** What the store can be restored from, newest first. A backup was read back when it was made. */
  readonly backups: readonly Omit<StoreCopy, 'file'>[];
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
  /** Ends this host; the next one starts under a new key. Throws `rule-broken` where a person keeps the key. */
  changeKey(): void;
  /** The keychain did not take a new key, so everything stays as it was. */
  keyChangeRefused(): void;
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
  /** Reports that name nobody. */
  readonly unnamed: UnnamedReportsService;
  /** What is listened to at this site. */
  readonly monitors: MonitorsService;
  readonly setup: SetupService;
  readonly sync: SyncService;
  readonly syncRecords: SyncRecords;
  readonly attachments: AttachmentService;
  readonly audit: AuditNotes;
  readonly journal: JournalService;
  /** Reports as files. */
  readonly exports: ExportsService;
  readonly imports: ImportsService;
  readonly notify: NotifyService;
  readonly store: StoreService;
  readonly archive: ArchiveService;
  readonly statistics: StatisticsService;
  /** What runs at times of the clock, or because something asked for it. */
  readonly jobs: JobsService;
  /** Newer versions of the program. */
  readonly updates: UpdatesService;
  readonly diagnostics: DiagnosticsService;
  /** The company's consoles. */
  readonly devices: DevicesService;
  /** What people set for this console alone. */
  readonly settings: SettingsService;
  signInState(actor: Actor, personId: string): SignInState;
  /** Every rule that is asked, with what came of it. */
  explainAccess(actor: Actor, question: AccessQuestion): Explanation;
  /** Full-text search over the records that the person may see. */
  search(actor: Actor, input: SearchInput): SearchAnswer;
  /** Long work beside the host. */
  runJob<Name extends JobName>(
    name: Name,
    input: JobInput<Name>,
    options: JobOptions,
  ): Promise<JobOutput<Name>>;
};
