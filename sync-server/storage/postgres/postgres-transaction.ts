import { must } from '#shared/kernel/assert.ts';
import type { Site } from '#shared/kernel/define-command.ts';
import type { Organisation, OrganisationTx, StorageTx } from '../storage.ts';
import { callerAnswerTx } from './postgres-caller-answers.ts';
import { deviceTx } from './postgres-devices.ts';
import { journalTx } from './postgres-journal.ts';
import { messageTx } from './postgres-messages.ts';
import { recordTx } from './postgres-records.ts';
import { ORGANISATION_COLUMNS, SITE_COLUMNS } from '../rows.ts';
import type { Scoped } from './scoped.ts';

/** One open transaction of an organisation. Every statement names the organisation first. */
export function postgresTransaction(on: Scoped): StorageTx {
  return {
    ...organisationTx(on),
    ...deviceTx(on),
    ...journalTx(on),
    ...recordTx(on),
    ...messageTx(on),
    ...callerAnswerTx(on),
  };
}

function organisationTx(on: Scoped): OrganisationTx {
  return {
    async organisation() {
      const row = await on.one<Organisation>(
        `SELECT ${ORGANISATION_COLUMNS} FROM organisations WHERE id = $1`,
      );
      return must(row, 'the organisation of this transaction');
    },
    lockOrganisation: () => on.lock<Organisation>(ORGANISATION_COLUMNS),
    async saveOrganisation({ version, lastRef, horizon, epoch, epochAtMs }) {
      await on.run(
        `UPDATE organisations SET version = $2, last_ref = $3, horizon = $4, epoch = $5, epoch_at_ms = $6
         WHERE id = $1`,
        version,
        lastRef,
        horizon,
        epoch,
        epochAtMs,
      );
    },
    async secret(name) {
      const sql = 'SELECT value FROM secrets WHERE organisation_id = $1 AND name = $2';
      return (await on.one<{ value: Uint8Array }>(sql, name))?.value;
    },
    async keepSecret(name, value) {
      await on.run(
        'INSERT INTO secrets (organisation_id, name, value) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
        name,
        value,
      );
    },
    site: (id) =>
      on.one<Site>(`SELECT ${SITE_COLUMNS} FROM sites WHERE organisation_id = $1 AND id = $2`, id),
    siteByCode: (code) =>
      on.one<Site>(`SELECT ${SITE_COLUMNS} FROM sites WHERE organisation_id = $1 AND code = $2`, code),
    async insertSite({ id, code, name, kind, timeZone }, createdAtMs) {
      await on.run(
        `INSERT INTO sites (organisation_id, id, code, name, kind, time_zone, stations, created_at_ms)
         VALUES ($1, $2, $3, $4, $5, $6, 0, $7)`,
        id,
        code,
        name,
        kind,
        timeZone,
        createdAtMs,
      );
    },
    async nextStation(siteId) {
      const row = await on.one<{ stations: number }>(
        'UPDATE sites SET stations = stations + 1 WHERE organisation_id = $1 AND id = $2 RETURNING stations',
        siteId,
      );
      return must(row, `site ${siteId}`).stations;
    },
  };
}
