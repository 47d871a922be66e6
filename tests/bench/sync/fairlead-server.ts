import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { must } from '#shared/kernel/assert.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import { createOrganisation, issueSiteCode } from '#sync-server/enrolment/administer.ts';
import { readTls } from '#sync-server/operations/tls.ts';
import { createSyncServer } from '#sync-server/server.ts';
import { openSqliteStorage } from '#sync-server/storage/sqlite/sqlite-storage.ts';

const SITES = {
  AUR: { name: 'MV Aurora', kind: 'vessel', timeZone: 'UTC' },
  BOR: { name: 'MV Borealis', kind: 'vessel', timeZone: 'UTC' },
  OFF: { name: 'Head office', kind: 'office', timeZone: 'Europe/Athens' },
} as const;
export type SiteCode = keyof typeof SITES;

/** The real sync server over SQLite in a folder of its own. */
export type FairleadServer = Awaited<ReturnType<typeof startFairleadServer>>;

export async function startFairleadServer(clock: Clock, { isTls }: { readonly isTls: boolean }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'fairlead-bench-sync-'));
  const storage = openSqliteStorage(path.join(folder, 'server.sqlite'));
  await createOrganisation(storage, 'Meridian Lines', clock.now());
  const { id: organisationId } = must(await storage.organisation(), 'the organisation');
  const tls = isTls ? { tls: selfSigned(folder, clock) } : {};
  const server = createSyncServer({ storage, blobFolder: path.join(folder, 'blobs'), clock, ...tls });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  return {
    folder,
    port: Number(new URL(url).port),
    scheme: isTls ? 'https' : 'http',
    async code(siteCode: SiteCode): Promise<string> {
      const request = { siteCode, details: SITES[siteCode] };
      return (await issueSiteCode(storage, request, clock.now())).code;
    },
    /** Whether the server has judged this entry of the device. */
    has: (deviceId: string, seq: number): Promise<boolean> =>
      storage.transaction(organisationId, async (tx) => (await tx.entries(deviceId, [seq])).length > 0),
    /** How many entries of its devices the server has, without gaps. */
    entries: (): Promise<number> =>
      storage.transaction(organisationId, async (tx) =>
        (await tx.devices()).reduce((sum, { lastSeq }) => sum + lastSeq, 0),
      ),
    async close() {
      await server.close();
      await storage.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A certificate that this process trusts from now on. */
function selfSigned(folder: string, clock: Clock) {
  const [certificateFile, keyFile] = [path.join(folder, 'server.crt'), path.join(folder, 'server.key')];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', keyFile];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '365'];
  execFileSync('openssl', ['req', '-x509', ...key, ...subject, '-out', certificateFile], { stdio: 'ignore' });
  const material = readTls({ certificateFile, keyFile }, clock.now());
  setDefaultCACertificates([...getCACertificates('default'), material.cert.toString()]);
  return material;
}
