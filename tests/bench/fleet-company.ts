import { hashPassphrase } from '#host/session/passphrase.ts';
import { DEMONSTRATION_PASSPHRASE } from '#shared/demo/company.ts';
import { demonstrationFleet } from '#shared/demo/fleet.ts';
import { fillWithDemonstration } from '#sync-server/enrolment/demonstration.ts';
import { Company } from '#tests/support/company.ts';

/** Who works at the measured console. */
export const SIGN_IN = { name: 'master.aurora', passphrase: DEMONSTRATION_PASSPHRASE };

/** A company whose server holds the demonstration: two years of a fleet. */
export async function startFleetCompany(): Promise<{ company: Company; incidents: number; records: number }> {
  const passphrase = await hashPassphrase(DEMONSTRATION_PASSPHRASE);
  const fleet = demonstrationFleet({ now: new Date().toISOString(), passphrase });
  const company = await Company.start((storage, nowMs) => fillWithDemonstration(storage, fleet, nowMs));
  const { sites, people, credentials, incidents, events, parts } = fleet;
  const records = [sites, people, credentials, incidents, events, parts].reduce(
    (sum, list) => sum + list.length,
    0,
  );
  return { company, incidents: incidents.length, records };
}
