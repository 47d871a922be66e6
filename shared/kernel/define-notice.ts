import type { JobProfile } from '../access/roles.ts';
import type { Site } from './define-command.ts';
import type { Entity, RecordOf } from './define-entity.ts';
import type { Severity } from './fields.ts';
import type { ReadTx } from './transaction.ts';
import type { Label } from './words.ts';

/** Who is told: people by their job or by their id. Every site's first console tells its own people. */
export type Audience = {
  readonly profiles: readonly JobProfile[];
  readonly personIds: readonly string[];
  /** Nobody of these, whatever else they are told for. */
  readonly exceptIds?: readonly string[];
  /** Also people at offices, who answer for every site. */
  readonly andOffices: boolean;
  /** Where the record's own site has nobody with such a job, its administrators are told instead. */
  readonly orAdministrators: boolean;
};

export type NoticeDraft = {
  /** What called for it, such as the id of an event: it is told once, however often it is looked at. */
  readonly occurrence: string;
  /** When that was; what is older than a day is history and wakes nobody. */
  readonly at: string;
  readonly severity: Severity;
  readonly title: Label;
  readonly body: Label;
  /** The page it leads to. */
  readonly route: string;
  /** The same again within ten minutes says nothing new. */
  readonly dedupeKey: string;
  /** What is about one thing stands in the inbox as one line, as long as nobody has acknowledged it. */
  readonly groupKey: string;
  readonly audience: Audience;
  /**
   * How it is acknowledged by text message, where the company's server takes those: as people of the record's own
   * site say it, and as those of any other.
   */
  readonly wayBack?: { readonly here: Label; readonly elsewhere: Label };
};

/**
 * What of a domain is told to people. Notices are derived from records, like timers: when a record comes into the
 * store, made here or sent from elsewhere, the notices of its kind say what to tell and whom.
 */
export type Notice<On extends Entity = Entity, Subject extends Entity = Entity> = {
  /** `domain.what`; also the category that people filter by, and the name of its template. */
  readonly name: string;
  /** A new record of this kind is looked at. */
  readonly on: On;
  /** What it is about. */
  readonly subject: Subject;
  subjectId(record: RecordOf<On>): string;
  /** Undefined: there is nothing to tell. */
  draft(about: {
    readonly record: RecordOf<On>;
    readonly subject: RecordOf<Subject>;
    readonly site: Pick<Site, 'id' | 'kind' | 'name'> | undefined;
    /** What else this console knows. */
    readonly find: ReadTx['find'];
  }): NoticeDraft | undefined;
  /**
   * The record itself no longer calls for it, though its subject is not over: it was made by mistake. The occurrence
   * of such a notice is the record.
   */
  isTakenBack?(record: RecordOf<On>): boolean;
  /** Nobody needs to be told any more, because somebody has acknowledged it or it has ended. */
  isOver(subject: RecordOf<Subject>): boolean;
};

/** A definition as lists of all domains hold it. */
export function defineNotice<On extends Entity, Subject extends Entity>(notice: Notice<On, Subject>): Notice {
  // Whoever calls it has read the record by the notice's own entities.
  return notice as unknown as Notice;
}
