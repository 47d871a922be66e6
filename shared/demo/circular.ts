import { incidentCommands } from '../domains/incidents/commands.ts';
import { incident } from '../domains/incidents/schema.ts';
import { circularReceipt } from '../domains/incidents/schema/circular.ts';
import type { Person } from '../domains/people/schema.ts';
import { must } from '../kernel/assert.ts';
import { isoOf, msOf } from '../kernel/clock.ts';
import { DAY_MS, HOUR_MS } from '../kernel/durations.ts';
import type { CommandRunner } from './command-runner.ts';
import { type Company, named } from './company.ts';
import { CURRENT_TEXTS } from './incident-texts-current.ts';

const NOTES: { readonly [signInName: string]: string } = {
  'safety.aurora': 'Indicator is on the round of the watch.',
  'o.hrytsenko': 'Checked: bypass shut, pointer marked.',
};

/** The office tells all ships what was learnt from a noisy pump; two of three have answered. */
export function tellTheFleet(company: Company, runner: CommandRunner): void {
  const { id, reportedAt } = must(
    runner.store.find(incident, { title: CURRENT_TEXTS.steeringPump.title })[0],
    'the pump',
  );
  const afterMs = (hours: number) => msOf(reportedAt) + hours * HOUR_MS;
  const dpa = named(company, 'dpa');
  const siteOf = ({ siteId }: Pick<Person, 'siteId'>) =>
    must(
      company.sites.find((site) => site.id === siteId),
      'a site',
    );
  const circular = {
    id,
    title: 'Filters of the steering gear in bypass',
    text: 'A bypass that nobody looks at is no bypass: its indicator belongs on the round of the watch.',
    asked: 'Look at the bypass indicators of both pumps, and put them on the checklist of the watch.',
    dueAt: isoOf(afterMs(44) + 7 * DAY_MS),
    allShips: true,
  };
  runner.run(incidentCommands.issueCircular, circular, dpa, siteOf(dpa), afterMs(44));
  for (const { id: receiptId, siteId } of runner.store.all(circularReceipt)) {
    runner.run(incidentCommands.noteCircular, { receiptId }, 'console', siteOf({ siteId }), afterMs(45));
    const by = company.people.find((one) => one.siteId === siteId && NOTES[one.signInName] !== undefined);
    if (by === undefined) continue;
    const answer = { receiptId, note: NOTES[by.signInName] };
    runner.run(incidentCommands.acknowledgeCircular, answer, by, siteOf(by), afterMs(48));
  }
}
