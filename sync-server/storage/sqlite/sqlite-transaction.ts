import { must } from '#shared/kernel/assert.ts';
import type { Site } from '#shared/kernel/define-command.ts';
import type { OrganisationTx, Organisation, StorageTx } from '../storage.ts';
import { ORGANISATION_COLUMNS, SITE_COLUMNS } from '../rows.ts';
import { Scoped } from './scoped.ts';
import { callerAnswerTx } from './sqlite-caller-answers.ts';
import { deviceTx } from './sqlite-devices.ts';
import { journalTx } from './sqlite-journal.ts';
import { messageTx } from './sqlite-messages.ts';
import { recordTx } from './sqlite-records.ts';
import type { Statements } from './statements.ts';

/** One open transaction of an organisation. Every statement names the organisation first. */
export function sqliteTransaction(statements: Statements, organisationId: string): StorageTx {
  const on = new Scoped(statements, organisationId);
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
  const organisation = async () =>
    must(
      on.one<Organisation>(`SELECT ${ORGANISATION_COLUMNS} FROM organisations WHERE id = ?`),
      'the organisation of this transaction',
    );
  return {
    organisation,
    // There is one transaction at a time: it holds the whole file.
    lockOrganisation: organisation,
    async saveOrganisation({ version, lastRef, horizon, epoch, epochAtMs }) {
      on.set(
        `UPDATE organisations SET version = ?, last_ref = ?, horizon = ?, epoch = ?, epoch_at_ms = ? WHERE id = ?`,
        [version, lastRef, horizon, epoch, epochAtMs],
      );
    },
    async secret(name) {
      return on.one<{ value: Uint8Array }>(
        'SELECT value FROM secrets WHERE organisation_id = ? AND name = ?',
        name,
      )?.value;
    },
    async keepSecret(name, value) {
      on.run('INSERT OR IGNORE INTO secrets (organisation_id, name, value) VALUES (?, ?, ?)', name, value);
    },
    async site(id) {
      return on.one<Site>(`SELECT ${SITE_COLUMNS} FROM sites WHERE organisation_id = ? AND id = ?`, id);
    },
    async siteByCode(code) {
      return on.one<Site>(`SELECT ${SITE_COLUMNS} FROM sites WHERE organisation_id = ? AND code = ?`, code);
    },
    async insertSite({ id, code, name, kind, timeZone }, createdAtMs) {
      on.run(
        `INSERT INTO sites (organisation_id, id, code, name, kind, time_zone, stations, created_at_ms)
         VALUES (?, ?, ?, ?, ?, ?, 0, ?)`,
        id,
        code,
        name,
        kind,
        timeZone,
        createdAtMs,
      );
    },
    async nextStation(siteId) {
      const row = on.one<{ stations: number }>(
        'UPDATE sites SET stations = stations + 1 WHERE organisation_id = ? AND id = ? RETURNING stations',
        siteId,
      );
      return must(row, `site ${siteId}`).stations;
    },
  };
}
