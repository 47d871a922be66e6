import { DAY_MS, HOUR_MS, MINUTE_MS } from '#shared/kernel/durations.ts';
import type { Severity } from '#shared/kernel/fields.ts';
import { type Act, ASHORE, isWithin, OFFICERS, type Plan, type PlannedIncident, STARTS_MS } from './plan.ts';
import type { DueStep } from './steps.ts';

/** What the README of incidents says of times, in numbers of its own: minutes to acknowledge (null: next working morning), hours. */
type Times = {
  readonly minutes: number | null;
  readonly hours: number;
  readonly standsHours: number;
  readonly works: boolean;
};
const TIMES: { readonly [type in PlannedIncident['type']]: { readonly [S in Severity]: Times } } = {
  other: {
    critical: { minutes: 15, hours: 4, standsHours: 4, works: false },
    high: { minutes: 30, hours: 12, standsHours: 24, works: false },
    medium: { minutes: 240, hours: 24, standsHours: 24, works: true },
    low: { minutes: null, hours: 48, standsHours: 24, works: true },
  },
  injury: {
    critical: { minutes: 5, hours: 2, standsHours: 1, works: false },
    high: { minutes: 10, hours: 6, standsHours: 2, works: false },
    medium: { minutes: 60, hours: 12, standsHours: 8, works: false },
    low: { minutes: 120, hours: 24, standsHours: 12, works: false },
  },
};

/** After its first call the last level is called so often again, where nothing else is agreed. */
const CALLS_AGAIN = 4;

/** Every step that the ladder owes people in a plan, worked out from the rules as they are written, not from the program. */
export function dueSteps(plan: Plan): DueStep[] {
  return plan.incidents.flatMap((one) => new Life(plan, one).lived());
}

/** When something done ashore at a moment reaches the ship: with a link, and a console that is there. */
export function arrivalMs(plan: Plan, sentMs: number): number {
  let atMs = sentMs;
  for (;;) {
    const stop = [...plan.away, ...plan.cuts].find((one) => isWithin(one, atMs));
    if (stop === undefined) return atMs;
    atMs = stop.toMs;
  }
}

/** Up to when those ashore know how things stand on board. */
export function seenMs(plan: Plan, atMs: number): number {
  let seen = atMs;
  for (;;) {
    const stop = [...plan.away, ...plan.cuts].find((one) => isWithin(one, seen));
    if (stop === undefined) return seen;
    seen = stop.fromMs - 1;
  }
}

type Happening = { readonly atMs: number; readonly order: number; run(): void };
type Held = {
  readonly by: string;
  readonly forMs: number;
  baseMs: number;
  readonly countedMs: number;
  reminded: boolean;
};
type Next = { readonly dueMs: number; run(atMs: number): void };

class Life {
  readonly #plan: Plan;
  readonly #incident: PlannedIncident;
  readonly #steps: DueStep[] = [];
  #open = true;
  #severity: Severity;
  #level = 0;
  #clockMs: number;
  #isOverdue = false;
  #waitsUntilMs: number | null;
  #again = 0;
  #stopped: { untilMs: number; forMs: number } | undefined;
  #held: Held[] = [];
  #movedMs: number;
  #calledAnewMs = 0;

  constructor(plan: Plan, incident: PlannedIncident) {
    this.#plan = plan;
    this.#incident = incident;
    this.#severity = incident.severity;
    this.#clockMs = incident.reportedMs;
    this.#movedMs = incident.reportedMs;
    this.#waitsUntilMs = this.#waitFrom(incident.reportedMs);
  }

  lived(): DueStep[] {
    const { reportedMs, severity, acts } = this.#incident;
    if (severity === 'critical') this.#raise(1, reportedMs, reportedMs);
    const happenings = acts.flatMap((act) => this.#happeningsOf(act));
    for (const { atMs, run } of happenings.toSorted((x, y) => x.atMs - y.atMs || x.order - y.order)) {
      if (atMs > this.#plan.endsMs) break;
      this.#passUntil(atMs);
      run();
    }
    this.#passUntil(this.#plan.endsMs);
    return this.#steps;
  }

  /** Ashore somebody acknowledges what they have seen to be open, and it takes its time to arrive. */
  #happeningsOf(act: Act): Happening[] {
    if (act.do !== 'acknowledge-ashore') {
      return [{ atMs: act.atMs, order: 1, run: () => this.#do(act, act.atMs) }];
    }
    const lookMs = seenMs(this.#plan, act.atMs);
    const atMs = arrivalMs(this.#plan, act.atMs);
    if (lookMs < this.#incident.reportedMs) return [];
    let isSeenOpen = false;
    return [
      {
        atMs: lookMs,
        order: 2,
        run: () => {
          isSeenOpen = this.#open;
        },
      },
      {
        atMs,
        order: 3,
        run: () => {
          if (isSeenOpen && this.#open) this.#arrive(act, atMs);
        },
      },
    ];
  }

  /** Everything that falls due until then, the oldest first; what falls due while the console is away, when it is back. */
  #passUntil(untilMs: number): void {
    for (;;) {
      const next = this.#next();
      if (next === undefined) return;
      // What was long due when something changed is done then, in the order in which it fell due.
      const fromMs = Math.max(next.dueMs, this.#nowMs);
      const atMs = this.#plan.away.find((one) => isWithin(one, fromMs))?.toMs ?? fromMs;
      if (atMs > untilMs) return;
      next.run(atMs);
    }
  }

  #next(): Next | undefined {
    if (!this.#open) return undefined;
    const found: Next[] = [];
    if (!this.#isOverdue) {
      const dueMs = this.#deadlineMs();
      found.push({ dueMs, run: (atMs) => this.#miss(dueMs, atMs) });
    }
    const waitsUntilMs = this.#waitsUntilMs;
    if (this.#stopped === undefined && waitsUntilMs !== null) {
      found.push({
        dueMs: waitsUntilMs,
        run: (atMs) =>
          this.#level === 3
            ? this.#callAgain(waitsUntilMs, atMs)
            : this.#raise(this.#level + 1, waitsUntilMs, atMs),
      });
    }
    for (const held of this.#held) {
      const endsMs = held.baseMs + held.forMs;
      const remindMs = Math.max(held.baseMs + Math.round(held.forMs * 0.75), held.countedMs);
      if (!held.reminded && remindMs < endsMs) {
        found.push({ dueMs: remindMs, run: (atMs) => this.#remind(held, remindMs, atMs) });
      }
      found.push({ dueMs: endsMs, run: () => this.#drop(held) });
    }
    if (this.#stopped !== undefined) {
      const dueMs = this.#standsUntilMs(this.#stopped);
      found.push({ dueMs, run: (atMs) => this.#restart(dueMs, atMs) });
    }
    return found.sort(inTime)[0];
  }

  /** Nothing is done before what was done last. */
  #nowMs = 0;

  #do(act: Act, atMs: number): void {
    this.#nowMs = Math.max(this.#nowMs, atMs);
    if (act.do === 'reopen') {
      if (!this.#open) this.#reopen(atMs);
      return;
    }
    if (!this.#open) return;
    if (act.do === 'acknowledge') this.#acknowledge(`officer ${act.by}`, { act, madeMs: atMs, atMs });
    else if (act.do === 'move') this.#move(atMs);
    else if (act.do === 'severity') this.#rate(act.to, atMs);
    else if (act.do === 'resolve') this.#end();
    else if (act.do === 'escalate') {
      const level = act.toLevel ?? this.#level + 1;
      if (level <= this.#level || level > 3) return;
      this.#calledAnewMs = atMs;
      this.#raise(level, atMs, atMs);
    }
  }

  #acknowledge(
    by: string,
    made: { act: { minutes?: number | undefined }; madeMs: number; atMs: number },
  ): void {
    const times = TIMES[this.#incident.type][this.#severity];
    const { minutes } = made.act;
    const forMs = minutes === undefined ? times.standsHours * HOUR_MS : minutes * MINUTE_MS;
    this.#hold({ by, forMs, baseMs: made.madeMs, countedMs: made.atMs, reminded: false });
  }

  #hold(made: Held): void {
    this.#held = this.#held.filter(({ by }) => by !== made.by);
    const untilMs = made.baseMs + made.forMs;
    this.#stopped =
      this.#stopped === undefined
        ? { untilMs, forMs: made.forMs }
        : {
            untilMs: Math.max(this.#standsUntilMs(this.#stopped), untilMs),
            forMs: Math.max(this.#stopped.forMs, made.forMs),
          };
    this.#waitsUntilMs = null;
    if (this.#movedMs > made.baseMs) made.baseMs = this.#movedMs;
    this.#held.push(made);
  }

  #arrive(act: { atMs: number; by: number }, atMs: number): void {
    const forMs = ASHORE_STANDS_MS;
    const isLate = act.atMs + forMs <= atMs || act.atMs < this.#clockMs || this.#calledAnewMs >= act.atMs;
    if (isLate) return;
    this.#nowMs = Math.max(this.#nowMs, atMs);
    this.#hold({ by: `ashore ${act.by}`, forMs, baseMs: act.atMs, countedMs: atMs, reminded: false });
  }

  #move(atMs: number): void {
    this.#movedMs = atMs;
    for (const held of this.#held) {
      if (held.baseMs < atMs) {
        held.baseMs = atMs;
        held.reminded = false;
      }
    }
  }

  #rate(severity: Severity, atMs: number): void {
    if (severity === this.#severity) return;
    this.#severity = severity;
    if (this.#stopped === undefined && this.#waitsUntilMs !== null) this.#waitsUntilMs = this.#waitFrom(atMs);
    if (severity === 'critical' && this.#level === 0 && this.#stopped === undefined)
      this.#raise(1, atMs, atMs);
  }

  #miss(dueMs: number, atMs: number): void {
    this.#nowMs = atMs;
    this.#isOverdue = true;
    this.#say('overdue', 0, [], dueMs, atMs);
    this.#calledAnewMs = atMs;
    this.#raise(Math.min(this.#level + 1, 3), dueMs, atMs);
  }

  #raise(level: number, dueMs: number, atMs: number): void {
    this.#nowMs = atMs;
    let at = level;
    // Only the master may be missing: with officers and people ashore there is always somebody.
    if (at === 2 && this.#peopleAt(2, atMs).length === 0) {
      this.#say('passed-over', 2, [], dueMs, atMs);
      at = 3;
    }
    this.#level = at;
    this.#again = 0;
    this.#wait(atMs);
    this.#say('level', at, this.#peopleAt(at, atMs), dueMs, atMs);
  }

  #callAgain(dueMs: number, atMs: number): void {
    this.#nowMs = atMs;
    this.#again += 1;
    this.#wait(atMs);
    this.#say('called-again', 3, this.#peopleAt(3, atMs), dueMs, atMs);
  }

  #restart(dueMs: number, atMs: number): void {
    this.#nowMs = atMs;
    this.#again = 0;
    if (this.#level === 2 && this.#peopleAt(2, atMs).length === 0) {
      this.#say('passed-over', 2, [], dueMs, atMs);
      this.#level = 3;
    }
    this.#wait(atMs);
    const people = this.#level === 0 ? [] : this.#peopleAt(this.#level, atMs);
    this.#say('restarted', this.#level, people, dueMs, atMs);
  }

  #wait(atMs: number): void {
    this.#stopped = undefined;
    this.#held = [];
    const goesOn = this.#level < 3 || this.#again < CALLS_AGAIN;
    this.#waitsUntilMs = goesOn ? this.#waitFrom(atMs) : null;
  }

  #remind(held: Held, dueMs: number, atMs: number): void {
    this.#nowMs = atMs;
    if (held.baseMs + held.forMs <= atMs) return this.#drop(held);
    held.reminded = true;
    this.#say('reminded', 0, [held.by], dueMs, atMs);
  }

  #drop(held: Held): void {
    this.#held = this.#held.filter((one) => one !== held);
  }

  #end(): void {
    this.#open = false;
    this.#held = [];
    this.#stopped = undefined;
  }

  #reopen(atMs: number): void {
    this.#open = true;
    this.#level = 0;
    this.#clockMs = atMs;
    this.#movedMs = atMs;
    this.#isOverdue = false;
    this.#again = 0;
    this.#wait(atMs);
  }

  #standsUntilMs({ untilMs, forMs }: { untilMs: number; forMs: number }): number {
    return Math.max(untilMs, this.#movedMs + forMs);
  }

  #waitFrom(atMs: number): number {
    const { minutes } = TIMES[this.#incident.type][this.#severity];
    return minutes === null ? nextWorkingMorningMs(atMs) : atMs + minutes * MINUTE_MS;
  }

  #deadlineMs(): number {
    const { hours, works } = TIMES[this.#incident.type][this.#severity];
    return works ? afterWorkingMs(this.#clockMs, hours * HOUR_MS) : this.#clockMs + hours * HOUR_MS;
  }

  #peopleAt(level: number, atMs: number): string[] {
    const { withoutMaster, withoutFirstOfficer, overrides } = this.#plan;
    const isHere = (away: readonly { fromMs: number; toMs: number }[]) =>
      !away.some((one) => isWithin(one, atMs));
    if (level === 2) return isHere(withoutMaster) ? ['master'] : [];
    const sinceMs = atMs - STARTS_MS;
    if (level === 3) {
      const override = overrides.findLast((one) => isWithin(one, atMs));
      return [`ashore ${override?.person ?? Math.floor(sinceMs / (7 * DAY_MS)) % ASHORE}`];
    }
    const onWatch = Math.floor(sinceMs / (12 * HOUR_MS)) % OFFICERS;
    if (onWatch !== 0 || isHere(withoutFirstOfficer)) return [`officer ${onWatch}`];
    // Whoever's turn it is has left: everybody with the job is called.
    return Array.from({ length: OFFICERS - 1 }, (_, index) => `officer ${index + 1}`);
  }

  #say(kind: DueStep['kind'], level: number, people: readonly string[], dueMs: number, atMs: number): void {
    this.#steps.push({ incident: this.#incident.number, kind, level, people, dueMs, atMs });
  }
}

/** Those ashore say for how long they have it. */
export const ASHORE_STANDS_MS = 4 * HOUR_MS;

function inTime(a: Next, b: Next): number {
  return a.dueMs - b.dueMs;
}

const OPENS_HOUR = 9;
const CLOSES_HOUR = 17;

function isWorkingDay(dayMs: number): boolean {
  const weekday = new Date(dayMs).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}

function nextWorkingMorningMs(atMs: number): number {
  let dayMs = Math.floor(atMs / DAY_MS) * DAY_MS + DAY_MS;
  while (!isWorkingDay(dayMs)) dayMs += DAY_MS;
  return dayMs + OPENS_HOUR * HOUR_MS;
}

/** Monday to Friday, nine to five. */
function afterWorkingMs(fromMs: number, workMs: number): number {
  let leftMs = workMs;
  for (let dayMs = Math.floor(fromMs / DAY_MS) * DAY_MS; ; dayMs += DAY_MS) {
    if (!isWorkingDay(dayMs)) continue;
    const startMs = Math.max(fromMs, dayMs + OPENS_HOUR * HOUR_MS);
    const shiftMs = dayMs + CLOSES_HOUR * HOUR_MS - startMs;
    if (shiftMs <= 0) continue;
    if (leftMs <= shiftMs) return startMs + leftMs;
    leftMs -= shiftMs;
  }
}
