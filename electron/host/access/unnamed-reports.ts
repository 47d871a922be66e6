import { z } from 'zod';
import { UNKNOWN_ID, unknownActor } from '#shared/access/can.ts';
import { report } from '#shared/domains/incidents/commands/report.ts';
import { policyFor } from '#shared/domains/incidents/rules/policy.ts';
import {
  ANONYMOUS_TYPE,
  UNNAMED_REPORTS_MAX,
  UNNAMED_REPORTS_MS,
} from '#shared/domains/incidents/rules/unnamed.ts';
import { ANY_TYPE } from '#shared/domains/incidents/schema/policy.ts';
import { type Clock, isoOf } from '#shared/kernel/clock.ts';
import type { Site } from '#shared/kernel/define-command.ts';
import type { Attachments } from '../attachments/attachment-service.ts';
import type { CommandRunner } from '../commands/command-runner.ts';
import { commandError } from '../commands/errors.ts';
import type { CommandOutcome, Connection } from '../services.ts';
import type { Store } from '../store/store.ts';
import { accessError } from './errors.ts';
import {
  type PicturePart,
  type PictureTaken,
  type ReportedPicture,
  ReportedPictures,
  UnnamedPictures,
} from './unnamed-pictures.ts';

/** Three fields and a picture or two, and nothing else that somebody could be asked for while something burns. */
export const EmergencyInput = report.input
  .pick({ title: true, severity: true, place: true })
  .extend({ pictures: ReportedPictures });
export const NearMissInput = report.input
  .pick({ title: true, severity: true, place: true, category: true, description: true, occurredAt: true })
  .extend({ pictures: ReportedPictures });

type Call<Input> = { readonly commandId: string; readonly input: Input };
type Reported = CommandOutcome<{ readonly id: string; readonly number: string }>;
type WithPictures = { readonly pictures: readonly ReportedPicture[] };
/** Which reports are counted together, and the pictures that wait for one of them. */
type Kind = { readonly counted: string; readonly pictures: UnnamedPictures };
type Parts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly commands: CommandRunner;
  readonly attachments: Pick<Attachments, 'keep'>;
};

export type UnnamedReportsService = {
  /** Whether this site takes reports of emergencies before anybody has signed in. */
  takesEmergencies(): boolean;
  /** Throws `forbidden` where the site takes none, `too-many-attempts` after too many. */
  emergency(connection: Connection, call: Call<z.output<typeof EmergencyInput>>): Reported;
  /** A part of a picture that this connection is going to report. Throws `forbidden` as the report does. */
  emergencyPicture(connection: Connection, part: z.output<typeof PicturePart>): PictureTaken;
  /** A near miss of somebody who may report, and does not want to be named. Throws `too-many-attempts`. */
  nearMiss(connection: Connection, call: Call<z.output<typeof NearMissInput>>): Reported;
  /** The same for a near miss: what is kept is the picture, and nothing that the camera wrote with it. */
  nearMissPicture(connection: Connection, part: z.output<typeof PicturePart>): PictureTaken;
};

/** Reports that name nobody: neither the record nor the journal holds who it was. */
export class UnnamedReports implements UnnamedReportsService {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #commands: CommandRunner;
  readonly #attachments: Pick<Attachments, 'keep'>;
  readonly #emergencies: Kind;
  readonly #nearMisses: Kind;

  constructor({ store, clock, commands, attachments }: Parts) {
    this.#store = store;
    this.#clock = clock;
    this.#commands = commands;
    this.#attachments = attachments;
    this.#emergencies = this.#kind({ counted: `i.type <> '${ANONYMOUS_TYPE}'`, isPlain: false });
    this.#nearMisses = this.#kind({ counted: `i.type = '${ANONYMOUS_TYPE}'`, isPlain: true });
  }

  takesEmergencies(): boolean {
    const { site } = this.#store.state;
    return site !== undefined && policyFor(this.#store, site, ANY_TYPE).takesUnknownReports;
  }

  emergency(connection: Connection, call: Call<z.output<typeof EmergencyInput>>): Reported {
    if (!this.takesEmergencies()) throw accessError('reports-not-taken');
    return this.#report(connection, call, this.#emergencies);
  }

  emergencyPicture(connection: Connection, part: z.output<typeof PicturePart>): PictureTaken {
    if (!this.takesEmergencies()) throw accessError('reports-not-taken');
    return this.#emergencies.pictures.take(connection, part);
  }

  nearMiss(connection: Connection, { commandId, input }: Call<z.output<typeof NearMissInput>>): Reported {
    const call = { commandId, input: { ...input, type: ANONYMOUS_TYPE } };
    return this.#report(connection, call, this.#nearMisses);
  }

  nearMissPicture(connection: Connection, part: z.output<typeof PicturePart>): PictureTaken {
    return this.#nearMisses.pictures.take(connection, part);
  }

  #report(connection: Connection, call: Call<WithPictures>, { counted, pictures }: Kind): Reported {
    const site = this.#mustHaveSite();
    const { pictures: asked, ...said } = call.input;
    const found = pictures.reported(connection, asked);
    const files = found.filter((one) => one !== undefined);
    // Asked in the transaction of the report itself, so that one sent twice is answered twice and counted once.
    const also = () => {
      this.#assertFew(site, counted);
      if (files.length < found.length) throw accessError('picture-gone');
      for (const { bytes } of files) for (const one of bytes) this.#attachments.keep(one);
    };
    const input = { ...said, attachments: files.map(({ file }) => file) };
    const { commandId } = call;
    const reported: Reported = this.#commands.run(report, { commandId, input, also }, unknownActor(site.id));
    pictures.forget(connection);
    return reported;
  }

  #kind({ counted, isPlain }: { counted: string; isPlain: boolean }): Kind {
    const keptBytes = () => this.#keptBytes(counted);
    return { counted, pictures: new UnnamedPictures({ clock: this.#clock, isPlain, keptBytes }) };
  }

  #keptBytes(counted: string): number {
    const kept = this.#store.get(
      z.object({ bytes: z.int() }),
      `SELECT coalesce(sum(a.sizeBytes + coalesce(a.previewSizeBytes, 0)), 0) AS bytes
       FROM attachment a JOIN incident i ON i.id = a.ownerId WHERE a.addedBy = :unknown AND ${counted}`,
      { unknown: UNKNOWN_ID },
    );
    return kept?.bytes ?? 0;
  }

  #assertFew(site: Site, counted: string): void {
    const made = this.#store.get(
      z.object({ count: z.int(), oldestAt: z.string() }),
      `SELECT count(*) AS count, min(i.reportedAt) AS oldestAt FROM incident i
       WHERE i.siteId = :siteId AND i.reportedAt > :after AND i.reportedById = :unknown AND ${counted}`,
      {
        siteId: site.id,
        after: isoOf(this.#clock.now() - UNNAMED_REPORTS_MS),
        unknown: UNKNOWN_ID,
      },
    );
    if (made === undefined || made.count <= UNNAMED_REPORTS_MAX) return;
    throw accessError('too-many-reports', { count: UNNAMED_REPORTS_MAX });
  }

  #mustHaveSite(): Site {
    const { site } = this.#store.state;
    if (site !== undefined) return site;
    throw commandError('no-site');
  }
}
