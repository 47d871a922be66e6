import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { type Incident, incident } from '#shared/domains/incidents/schema.ts';
import { must } from '#shared/kernel/assert.ts';
import { isoOf } from '#shared/kernel/clock.ts';
import type { CollectionName, StoredRecord } from '#shared/kernel/define-entity.ts';
import { isDomainError } from '#shared/kernel/errors.ts';
import type { Store } from '#host/store/store.ts';
import { recordOf } from '#host/store/record-writer.ts';
import { scratchFolder } from '../../scripts/lib/scratch-folder.ts';
import { OFFICE, type TestConsole, testConsole } from '../support/test-console.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { actorOf, foundation, personId } from './foundation.ts';
import { type Act, isWithin, type Plan, type PlannedIncident, STARTS_MS } from './plan.ts';
import { stepsDone } from './steps-done.ts';
import type { Step } from './steps.ts';
import { Wake } from './wake.ts';

/** Minutes for which those ashore say that they have it. */
const ASHORE_MINUTES = 240;

/**
 * A ship's console and one at the office, both with real stores and commands, the ship's with its real timers, on one
 * clock that the plan moves. What the office acknowledges reaches the ship when there is a link and a console there.
 */
export class LadderWorld {
  readonly #plan: Plan;
  readonly #clock = new VirtualClock(isoOf(STARTS_MS));
  readonly #wake = new Wake(this.#clock);
  readonly #folder = mkdtempSync(path.join(scratchFolder(), 'fairlead-ladder-'));
  readonly #office: TestConsole;
  #ship: TestConsole;
  #isAway = false;
  readonly #ids = new Map<number, string>();
  readonly #onItsWay: StoredRecord[] = [];
  /** Incidents of which the office does not know yet how they stand. */
  readonly #unseen = new Set<string>();
  /** Real time that work took which had waited while the console was away. */
  worstResumeMs = 0;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#ship = this.#boot();
    this.#ship.timers.start();
    this.#office = testConsole({ site: OFFICE, clock: this.#clock, runTimers: false });
    for (const store of [this.#ship.store, this.#office.store]) receive(store, foundation(plan));
    this.#office.store.onCommit(({ records, entry }) => {
      if (entry === undefined) return;
      this.#onItsWay.push(...records.map(({ document }) => recordOf(document)));
    });
  }

  /** Lives the plan through. */
  run(): void {
    for (const { atMs, run } of this.#agenda()) {
      this.#passUntil(atMs);
      run();
    }
    this.#passUntil(this.#plan.endsMs);
  }

  /** What the ladder did, as the ship's records tell it. */
  steps(): Step[] {
    return stepsDone(this.#ship.store, new Map([...this.#ids].map(([number, id]) => [id, number])));
  }

  close(): void {
    this.#ship.close();
    this.#office.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #agenda() {
    const { away, cuts, withoutMaster, withoutFirstOfficer, incidents, endsMs } = this.#plan;
    const agenda: { readonly atMs: number; readonly order: number; run(): void }[] = [
      ...away.flatMap((one) => [
        { atMs: one.fromMs, order: 0, run: () => this.#leave(one.how) },
        { atMs: one.toMs, order: 0, run: () => this.#return(one.how) },
      ]),
      ...cuts.flatMap(({ fromMs, toMs }) => [
        { atMs: fromMs - 1, order: 4, run: () => this.#tellOffice() },
        { atMs: toMs, order: 1, run: () => this.#meet() },
      ]),
      ...[
        { id: personId('master', 0), windows: withoutMaster },
        { id: personId('officer', 0), windows: withoutFirstOfficer },
      ].flatMap(({ id, windows }) =>
        windows.flatMap(({ fromMs, toMs }) => [
          { atMs: fromMs, order: 0, run: () => this.#setActive(id, false) },
          { atMs: toMs, order: 0, run: () => this.#setActive(id, true) },
        ]),
      ),
      ...incidents.flatMap((one) => [
        { atMs: one.reportedMs, order: 2, run: () => this.#report(one) },
        ...one.acts.map((act) => ({ atMs: act.atMs, order: 3, run: () => this.#act(one, act) })),
      ]),
    ];
    return agenda.filter(({ atMs }) => atMs <= endsMs).sort((a, b) => a.atMs - b.atMs || a.order - b.order);
  }

  /** Lets time pass as it does for the console: its timers wake it, unless it is away. */
  #passUntil(untilMs: number): void {
    while (!this.#isAway && this.#wake.atMs <= untilMs) this.#wake.fire();
    this.#clock.advanceMs(untilMs - this.#clock.now());
  }

  #boot(): TestConsole {
    const ship = testConsole({
      file: path.join(this.#folder, 'console.sqlite'),
      clock: this.#clock,
      wait: this.#wake,
      runTimers: false,
    });
    // Nothing here tests the disk.
    ship.store.db.pragma('synchronous = OFF');
    ship.store.onCommit(({ records }) => {
      for (const { document } of records) if (document.kind === incident.kind) this.#unseen.add(document.id);
    });
    return ship;
  }

  #leave(how: 'closed' | 'asleep'): void {
    this.#tellOffice();
    this.#isAway = true;
    if (how === 'asleep') return;
    this.#ship.timers.stop();
    this.#ship.close();
  }

  #return(how: 'closed' | 'asleep'): void {
    const startedMs = performance.now();
    this.#isAway = false;
    if (how === 'closed') {
      this.#ship = this.#boot();
      this.#setPeople();
      this.#ship.timers.start();
    } else {
      this.#setPeople();
      this.#ship.timers.runDue();
    }
    while (this.#wake.atMs <= this.#clock.now()) this.#wake.fire();
    this.worstResumeMs = Math.max(this.worstResumeMs, performance.now() - startedMs);
    this.#meet();
  }

  /** There is a link and a console: what was done ashore arrives, and the office sees how things stand. */
  #meet(): void {
    if (!this.#isReachable()) return;
    this.#deliver();
    this.#tellOffice();
  }

  #isReachable(): boolean {
    const nowMs = this.#clock.now();
    return !this.#isAway && !this.#plan.cuts.some((one) => isWithin(one, nowMs));
  }

  #deliver(): void {
    const arriving = this.#onItsWay.splice(0);
    if (arriving.length === 0) return;
    const { store } = this.#ship;
    const records = arriving.flatMap((record) => {
      if (record.kind !== incident.kind) return [record];
      // Of the incident the office sets this alone.
      const here = must(store.record(incident, record.id), 'an incident that the office knows');
      return [{ ...stored(here), acknowledgedElsewhereAt: record['acknowledgedElsewhereAt'] ?? null }];
    });
    receive(
      store,
      records.map((record) => ['incidents', record]),
    );
    this.#ship.timers.runDue();
  }

  /** The office sees what has changed on board. */
  #tellOffice(): void {
    if (!this.#isReachable() || this.#unseen.size === 0) return;
    const records = [...this.#unseen].flatMap((id) => this.#ship.store.record(incident, id) ?? []);
    this.#unseen.clear();
    receive(
      this.#office.store,
      records.map((record) => ['incidents', stored(record)]),
    );
  }

  #report({ number, severity, type }: PlannedIncident): void {
    const { id } = this.#ship.run<{ id: string }>(incidentCommands.report, {
      title: `Incident ${number}`,
      severity,
      type,
    });
    this.#ids.set(number, id);
    this.#ship.timers.runDue();
  }

  #act({ number }: PlannedIncident, act: Act): void {
    const id = must(this.#ids.get(number), 'an incident that was reported');
    try {
      if (act.do === 'acknowledge-ashore') {
        this.#tellOffice();
        const input = { id, minutes: ASHORE_MINUTES };
        this.#office.run(incidentCommands.acknowledge, input, actorOf('ashore', act.by));
        if (this.#isReachable()) this.#deliver();
        return;
      }
      this.#actAboard(id, act);
    } catch (error) {
      // What the rules refuse at once is no act.
      if (!isDomainError(error)) throw error;
    }
    if (!this.#isAway) this.#ship.timers.runDue();
  }

  #actAboard(id: string, act: Exclude<Act, { do: 'acknowledge-ashore' }>): void {
    const { reopen, resolve, assignTeam, setSeverity, escalate, acknowledge } = incidentCommands;
    const ship = this.#ship;
    switch (act.do) {
      case 'acknowledge':
        return ship.run(acknowledge, { id, minutes: act.minutes }, actorOf('officer', act.by));
      case 'move':
        return ship.run(assignTeam, { id, teamId: `team ${act.atMs}` });
      case 'severity':
        return ship.run(setSeverity, { id, severity: act.to });
      case 'escalate':
        return ship.run(escalate, { id, toLevel: act.toLevel, reason: 'Spreading' });
      case 'resolve':
        return ship.run(resolve, { id, resolution: 'Over' });
      case 'reopen':
        return ship.run(reopen, { id, reason: 'It is back' });
    }
  }

  #setActive(id: string, active: boolean): void {
    if (this.#isAway) return;
    const { db } = this.#ship.store;
    const data: unknown = db.prepare('SELECT data FROM person WHERE id = ?').pluck().get(id);
    // Everything in the view is a person.
    const known = JSON.parse(String(data)) as StoredRecord;
    if (known['active'] !== active) receive(this.#ship.store, [['people', { ...known, active }]]);
  }

  /** People come and go while a console is away; it knows when it is back. */
  #setPeople(): void {
    const { withoutMaster, withoutFirstOfficer } = this.#plan;
    const nowMs = this.#clock.now();
    const isGone = (windows: Plan['withoutMaster']) => windows.some((one) => isWithin(one, nowMs));
    this.#setActive(personId('master', 0), !isGone(withoutMaster));
    this.#setActive(personId('officer', 0), !isGone(withoutFirstOfficer));
  }
}

/** A record as it travels: what it does not say is left out. */
function stored(record: Incident): StoredRecord {
  // It went through its schema, whose values are JSON.
  return JSON.parse(JSON.stringify(record)) as StoredRecord;
}

/** As an exchange brings them. */
function receive(store: Store, records: readonly (readonly [CollectionName, StoredRecord])[]): void {
  store.receive((writer, changed) => {
    for (const [collection, record] of records) changed(writer.write(collection, record, false));
  });
}
