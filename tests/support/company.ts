import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { testClock } from '#host/clock/test-clock.ts';
import { must } from '#shared/kernel/assert.ts';
import type { Site } from '#shared/kernel/define-command.ts';
import { createOrganisation, issueFoundingCode, issueSiteCode } from '#sync-server/enrolment/administer.ts';
import { createSyncServer } from '#sync-server/server.ts';
import { openSqliteStorage } from '#sync-server/storage/sqlite/sqlite-storage.ts';
import { Link } from './link.ts';

export const SITES = {
  AUR: { name: 'MV Aurora', kind: 'vessel', timeZone: 'UTC' },
  OFF: { name: 'Head office', kind: 'office', timeZone: 'Europe/Athens' },
} as const satisfies { readonly [code: string]: Omit<Site, 'id' | 'code'> };

type FoundCompany = (storage: ReturnType<typeof openSqliteStorage>, nowMs: number) => Promise<unknown>;

/**
 * A company for a test: a real sync server on a real file, links to it that can be cut, and one clock that
 * server and consoles share and the test moves.
 */
export class Company {
  readonly folder: string;
  readonly clockFile: string;
  readonly #storage: ReturnType<typeof openSqliteStorage>;
  readonly #server: ReturnType<typeof createSyncServer>;
  readonly #port: number;
  readonly #links: Link[] = [];
  readonly #stopClock: () => void;
  #offsetMs = 0;

  /** `found` fills the new server; without it the company has no history. */
  static async start(found: FoundCompany = foundMeridian): Promise<Company> {
    const folder = mkdtempSync(path.join(tmpdir(), 'fairlead-company-'));
    const clockFile = path.join(folder, 'clock.json');
    writeFileSync(clockFile, JSON.stringify({ offsetMs: 0 }));
    mkdirSync(path.join(folder, 'server'));
    const clock = testClock(clockFile);
    const storage = openSqliteStorage(path.join(folder, 'server', 'server.sqlite'));
    await found(storage, clock.now());
    const server = createSyncServer({
      storage,
      blobFolder: path.join(folder, 'server', 'blobs'),
      clock,
      updatesFolder: path.join(folder, 'server', 'updates'),
    });
    const url = await server.listen({ host: '127.0.0.1', port: 0 });
    const stopClock = clock.onShift(() => undefined);
    return new Company({ folder, clockFile, storage, server, port: Number(new URL(url).port), stopClock });
  }

  private constructor(parts: {
    folder: string;
    clockFile: string;
    storage: ReturnType<typeof openSqliteStorage>;
    server: ReturnType<typeof createSyncServer>;
    port: number;
    stopClock: () => void;
  }) {
    this.folder = parts.folder;
    this.clockFile = parts.clockFile;
    this.#storage = parts.storage;
    this.#server = parts.server;
    this.#port = parts.port;
    this.#stopClock = parts.stopClock;
  }

  /** Where the server looks for releases of the program. */
  get updatesFolder(): string {
    return path.join(this.folder, 'server', 'updates');
  }

  /** A one-time code for a console of the site. */
  async code(siteCode: keyof typeof SITES): Promise<string> {
    const request = { siteCode, details: SITES[siteCode] };
    return (await issueSiteCode(this.#storage, request, Date.now() + this.#offsetMs)).code;
  }

  /** A one-time code for a console that brings its own site. */
  async foundingCode(): Promise<string> {
    return (await issueFoundingCode(this.#storage, Date.now() + this.#offsetMs)).code;
  }

  /** Numbers of the incidents that have reached the server. */
  async numbersAtServer(): Promise<unknown[]> {
    const organisation = must(await this.#storage.organisation(), 'the organisation');
    return this.#storage.transaction(organisation.id, async (tx) => {
      const range = { siteIds: 'all', after: 0, upTo: Number.MAX_SAFE_INTEGER, rowsMax: 1_000 } as const;
      // Critical ones come in the urgent lane.
      const urgent = await tx.recordsAfter({ ...range, lane: 0 });
      const records = [...urgent, ...(await tx.recordsAfter({ ...range, lane: 1 }))];
      const numbers = records.filter(({ kind }) => kind === 'incident').map(({ fields }) => fields['number']);
      return [...new Set(numbers)];
    });
  }

  async link(): Promise<Link> {
    const link = await Link.to(this.#port);
    this.#links.push(link);
    return link;
  }

  /** Folder and environment of a console that lives by this company's clock. */
  console(name: string): { dataDir: string; env: { FAIRLEAD_TEST_CLOCK_FILE: string } } {
    return { dataDir: path.join(this.folder, name), env: { FAIRLEAD_TEST_CLOCK_FILE: this.clockFile } };
  }

  /** Lets time pass everywhere at once. */
  passMinutes(minutes: number): void {
    this.#offsetMs += minutes * 60_000;
    const aside = `${this.clockFile}.new`;
    writeFileSync(aside, JSON.stringify({ offsetMs: this.#offsetMs }));
    renameSync(aside, this.clockFile);
  }

  async close(): Promise<void> {
    this.#stopClock();
    for (const link of this.#links) await link.close();
    await this.#server.close();
    await this.#storage.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function foundMeridian(...[storage, nowMs]: Parameters<FoundCompany>): Promise<unknown> {
  return createOrganisation(storage, 'Meridian Lines', nowMs);
}
