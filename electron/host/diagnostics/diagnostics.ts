import { randomBytes, randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import type { Actor } from '#shared/access/can.ts';
import { type Clock, isoOf } from '#shared/kernel/clock.ts';
import type { AuditNotes } from '../audit/audit-notes.ts';
import { diagnosticsError } from './errors.ts';
import { type BundleFile, gather, type GatherParts, knownNames } from './gather.ts';
import { redactor } from './redact.ts';

export type PreparedBundle = {
  readonly id: string;
  readonly madeAt: string;
  readonly files: readonly { readonly name: string; readonly sizeBytes: number; readonly text: string }[];
};
export type DiagnosticsService = {
  /** What would be saved, to be read first. */
  prepare(): PreparedBundle;
  /** Exactly what was prepared last, as a ZIP. */
  save(actor: Actor, id: string): Promise<{ readonly fileName: string; readonly base64: string }>;
};

/** What a page shows of a file; all of it is in the bundle. */
const SHOWN_CHARACTERS_MAX = 20_000;
const SECRET_BYTES = 32;

/** What helps somebody far away to find a fault, without a word about people. */
export class Diagnostics implements DiagnosticsService {
  readonly #parts: GatherParts & { readonly clock: Clock; readonly audit: AuditNotes };
  #prepared: { id: string; madeAt: string; files: readonly BundleFile[] } | undefined;

  constructor(parts: GatherParts & { readonly clock: Clock; readonly audit: AuditNotes }) {
    this.#parts = parts;
  }

  prepare(): PreparedBundle {
    const { store, clock } = this.#parts;
    // Forgotten with the bundle: nobody can find out which name a code stands for.
    const files = gather(this.#parts, redactor(randomBytes(SECRET_BYTES), knownNames(store)));
    const prepared = { id: randomUUID(), madeAt: isoOf(clock.now()), files };
    this.#prepared = prepared;
    return {
      id: prepared.id,
      madeAt: prepared.madeAt,
      files: files.map(({ name, text }) => ({
        name,
        sizeBytes: Buffer.byteLength(text),
        text: text.slice(0, SHOWN_CHARACTERS_MAX),
      })),
    };
  }

  async save(actor: Actor, id: string): Promise<{ fileName: string; base64: string }> {
    const prepared = this.#prepared;
    if (prepared === undefined || prepared.id !== id) throw diagnosticsError('prepared-again');
    const { audit, clock } = this.#parts;
    const zip = new ZipFile();
    for (const { name, text } of prepared.files) {
      zip.addBuffer(Buffer.from(text, 'utf8'), name, { mtime: new Date(clock.now()) });
    }
    zip.end();
    const bytes = await buffer(zip.outputStream);
    audit.note(actor, {
      event: 'diagnostics-made',
      params: { files: prepared.files.length, bytes: bytes.length },
    });
    const day = prepared.madeAt.slice(0, 16).replaceAll(':', '');
    return { fileName: `fairlead-diagnostics-${day}.zip`, base64: bytes.toString('base64') };
  }
}
