import { z } from 'zod';
import type { Actor } from '#shared/access/can.ts';
import { isInReach } from '#shared/access/reach.ts';
import { targetOf } from '#shared/access/target.ts';
import { type Attachment, attachment } from '#shared/domains/files/schema.ts';
import type { AttachedFile } from '#shared/domains/incidents/attach.ts';
import { entitiesIn } from '#shared/domains/registry.ts';
import type { AttachmentService } from '../services.ts';
import { viewOf } from '../store/record-tables.ts';
import type { Store } from '../store/store.ts';
import type { Attachments } from './attachment-service.ts';
import { attachmentError } from './errors.ts';

/** The same bytes may hang on many records; nobody has more of one than this. */
const NAMING_MAX = 200;
/** Uploads of forms that nobody has sent yet. */
const UPLOADS_REMEMBERED_MAX = 1_000;

const Named = z.object({ id: z.string() });

/**
 * Attachments as a person may have them: bytes are given out only where a record that the person sees names them, as
 * its file or as the small picture of it, or where the person has just brought them.
 */
export class ReachedAttachments implements AttachmentService {
  readonly #stored: Attachments;
  readonly #store: Store;
  readonly #uploads = new Set<string>();

  constructor(stored: Attachments, store: Store) {
    this.#stored = stored;
    this.#store = store;
  }

  begin: AttachmentService['begin'] = (input) => this.#stored.begin(input);
  append: AttachmentService['append'] = (input) => this.#stored.append(input);
  cancel: AttachmentService['cancel'] = (input) => this.#stored.cancel(input);

  async finish(actor: Actor, input: { uploadId: string }): Promise<AttachedFile> {
    const file = await this.#stored.finish(input);
    this.#uploads.add(uploadKey(actor, file.sha256));
    const [oldest] = this.#uploads;
    if (this.#uploads.size > UPLOADS_REMEMBERED_MAX && oldest !== undefined) this.#uploads.delete(oldest);
    return file;
  }

  read(
    actor: Actor,
    { recordId, ...slice }: Parameters<AttachmentService['read']>[1],
  ): ReturnType<AttachmentService['read']> {
    const { sha256 } = slice;
    const isOpen =
      this.#uploads.has(uploadKey(actor, sha256)) ||
      (recordId === undefined ? this.#naming(sha256) : [recordId]).some((id) =>
        this.#isSeenBy(actor, id, sha256),
      );
    if (isOpen) return this.#stored.read(slice);
    // The same words as for bytes that are not here: whose they are is not told either.
    throw attachmentError('unknown');
  }

  /** Records in the store; one in the archive is found by its id alone. */
  #naming(sha256: string): string[] {
    const view = viewOf(attachment);
    return this.#store
      .all(
        Named,
        `SELECT id FROM ${view} WHERE sha256 = :sha256
         UNION SELECT id FROM ${view} WHERE previewSha256 = :sha256 LIMIT ${NAMING_MAX}`,
        { sha256 },
      )
      .map(({ id }) => id);
  }

  #isSeenBy(actor: Actor, id: string, sha256: string): boolean {
    const file = this.#store.record(attachment, id);
    if (file === undefined || (file.sha256 !== sha256 && file.previewSha256 !== sha256)) return false;
    return isInReach(actor, targetOf(attachment, file)) || this.#isOwnerSeenBy(actor, file);
  }

  /** Whoever sees a record sees what hangs on it, whoever attached it. */
  #isOwnerSeenBy(actor: Actor, { ownerCollection, ownerId }: Attachment): boolean {
    return entitiesIn(ownerCollection).some((entity) => {
      const owner: { readonly siteId?: unknown } | undefined = this.#store.record(entity, ownerId);
      // Every record has the base fields its schema gives it.
      return owner !== undefined && isInReach(actor, targetOf(entity, owner as { siteId: string }));
    });
  }
}

function uploadKey({ id }: Actor, sha256: string): string {
  return `${id} ${sha256}`;
}
