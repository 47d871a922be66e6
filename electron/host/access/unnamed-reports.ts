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
import type { CommandRunner } from '../commands/command-runner.ts';
import { commandError } from '../commands/errors.ts';
import type { CommandOutcome } from '../services.ts';
import type { Store } from '../store/store.ts';
import { accessError } from './errors.ts';

/** Three fields, and nothing else that somebody could be asked for while something burns. */
export const EmergencyInput = report.input.pick({ title: true, severity: true, place: true });
export const NearMissInput = report.input.pick({
  title: true,
  severity: true,
  place: true,
  category: true,
  description: true,
  occurredAt: true,
});

type Call<Input> = { readonly commandId: string; readonly input: Input };
type Reported = CommandOutcome<{ readonly id: string; readonly number: string }>;

export type UnnamedReportsService = {
  /** Whether this site takes reports of emergencies before anybody has signed in. */
  takesEmergencies(): boolean;
  /** Throws `forbidden` where the site takes none, `too-many-attempts` after too many. */
  emergency(call: Call<z.output<typeof EmergencyInput>>): Reported;
  /** A near miss of somebody who may report, and does not want to be named. Throws `too-many-attempts`. */
  nearMiss(call: Call<z.output<typeof NearMissInput>>): Reported;
};

/** Reports that name nobody: neither the record nor the journal holds who it was. */
export class UnnamedReports implements UnnamedReportsService {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #commands: CommandRunner;

  constructor({ store, clock, commands }: { store: Store; clock: Clock; commands: CommandRunner }) {
    this.#store = store;
    this.#clock = clock;
    this.#commands = commands;
  }

  takesEmergencies(): boolean {
    const { site } = this.#store.state;
    return site !== undefined && policyFor(this.#store, site, ANY_TYPE).takesUnknownReports;
  }

  emergency({ commandId, input }: Call<z.output<typeof EmergencyInput>>): Reported {
    if (!this.takesEmergencies()) throw accessError('reports-not-taken');
    return this.#report({ commandId, input }, `i.type <> '${ANONYMOUS_TYPE}'`);
  }

  nearMiss({ commandId, input }: Call<z.output<typeof NearMissInput>>): Reported {
    const call = { commandId, input: { ...input, type: ANONYMOUS_TYPE } };
    return this.#report(call, `i.type = '${ANONYMOUS_TYPE}'`);
  }

  #report(call: Call<object>, counted: string): Reported {
    const site = this.#mustHaveSite();
    // Asked in the transaction of the report itself, so that one sent twice is answered twice and counted once.
    const also = () => this.#assertFew(site, counted);
    return this.#commands.run(report, { ...call, also }, unknownActor(site.id));
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
