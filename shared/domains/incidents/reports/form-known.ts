import { z } from 'zod';
import type { ReadDatabase } from '../../../kernel/transaction.ts';
import { partsOf } from '../queries/seen-incident.ts';
import type { Incident } from '../schema.ts';
import { incidentAction } from '../schema/action.ts';
import { type Witness, witness } from '../schema/investigation.ts';

/** What the record knows for a form beside incident, site and facts. */
export type FormKnown = {
  /** Who is entered as master of the vessel; none ashore. */
  readonly masters: readonly string[];
  /** Who is entered as designated person, at any office. */
  readonly designated: readonly string[];
  /** What is done so that it does not happen again, one a line. */
  readonly measures: readonly string[];
  readonly witnesses: number;
  /** By name only where whoever makes the form chose it. */
  readonly named: readonly Pick<Witness, 'name' | 'capacity' | 'contact'>[];
};

/** More masters than these at once no vessel has; two that take turns are both named. */
const MASTERS_MAX = 4;

export function formKnown(db: ReadDatabase, incident: Incident, withWitnesses: boolean): FormKnown {
  const witnesses = partsOf(db, witness, incident.id);
  return {
    masters: mastersOf(db, incident.siteId),
    designated: designatedOf(db),
    measures: measuresOf(db, incident),
    witnesses: witnesses.length,
    named: withWitnesses ? witnesses : [],
  };
}

function mastersOf(db: ReadDatabase, siteId: string): readonly string[] {
  return db
    .all(
      z.object({ name: z.string() }),
      `SELECT p.name FROM person p JOIN site s ON s.id = p.siteId
       WHERE p.siteId = :siteId AND s.siteKind = 'vessel' AND p.jobProfile = 'master' AND p.active = 1
       ORDER BY p.name, p.id LIMIT ${MASTERS_MAX}`,
      { siteId },
    )
    .map(({ name }) => name);
}

function designatedOf(db: ReadDatabase): readonly string[] {
  return db
    .all(
      z.object({ name: z.string() }),
      `SELECT p.name FROM person p WHERE p.jobProfile = 'dpa' AND p.active = 1
       ORDER BY p.name, p.id LIMIT ${MASTERS_MAX}`,
      {},
    )
    .map(({ name }) => name);
}

/** The incident's own words at its closing, and the actions that are to last; none said twice. */
function measuresOf(db: ReadDatabase, { id, correctiveAction }: Incident): readonly string[] {
  const actions = partsOf(db, incidentAction, id).filter(
    ({ actionKind, state }) =>
      (actionKind === 'corrective' || actionKind === 'preventive') && state !== 'cancelled',
  );
  const said = (correctiveAction ?? '').split('\n').filter((text) => text !== '');
  return [...new Set([...said, ...actions.map(({ text }) => text)])];
}
