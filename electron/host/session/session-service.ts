import { type Actor, featuresOf, type PersonActor } from '#shared/access/can.ts';
import type { BreakableFeature } from '#shared/access/break-glass.ts';
import { withTaken } from '#shared/access/break-glass.ts';
import { lapsed } from '#shared/access/lapse.ts';
import { actorOfPerson } from '#shared/domains/people/actor.ts';
import type { Person } from '#shared/domains/people/schema.ts';
import { type Clock, isoOf, msOf } from '#shared/kernel/clock.ts';
import type { DomainError } from '#shared/kernel/errors.ts';
import type { AuditNotes } from '../audit/audit-notes.ts';
import type { CommandRunner } from '../commands/command-runner.ts';
import type { Connection, SignedInPerson } from '../services.ts';
import type { Store } from '../store/store.ts';
import { Activity } from './activity.ts';
import { sessionError } from './errors.ts';
import { grantOf } from './grants.ts';
import { OwnSignIn } from './own-sign-in.ts';
import { passphrasesSet } from './passphrases-set.ts';
import { placeOf } from './place.ts';
import { SignInCheck } from './sign-in-check.ts';
import { Renewals } from './renewals.ts';
import { SecondFactors } from './second-factors.ts';
import { SessionLists } from './session-lists.ts';
import { type HowEnded, type SessionRow, SessionRows } from './session-rows.ts';
import type { Gate, Recent, SessionService, SessionStatus, SignInInput } from './session-types.ts';
import { activePerson, credentialOf, initialsOf, personWithId } from './sign-in-people.ts';
import { type TakenRight, TakenRights } from './taken-rights.ts';
import { HOUR_MS } from '#shared/kernel/durations.ts';

/** Untouched for so long, a session ends: a browser anywhere in the network sooner than the console's own window. */
const IDLE_MS = { served: 12 * HOUR_MS, window: 24 * HOUR_MS } as const;
/** However busy: whoever works in a browser shows who they are once a week. */
const SERVED_MS_MAX = 7 * 24 * HOUR_MS;
/** A page that is used says so again and again; it is written down this seldom. */
const SEEN_STEP_MS = 60_000;
const OFFERED_MS = 30 * 24 * HOUR_MS;

export type SessionParts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly commands: CommandRunner;
  readonly audit: AuditNotes;
  changed(): void;
  /** Somebody broke the glass: administrators are to hear of it. */
  onBreakGlass?(who: PersonActor, taken: TakenRight): void;
  /** A clock that nobody sets. */
  readonly elapsedMs?: () => number;
};

type Here = { readonly row: SessionRow; readonly person: Person };

/**
 * Who is signed in at which connection. Kept in the store, so a host that was killed comes back with its
 * people still signed in. Works with no link: people and credentials are records.
 */
export class Sessions implements SessionService {
  readonly #parts: SessionParts;
  readonly #rows: SessionRows;
  readonly #activity: Activity;
  readonly #check: SignInCheck;
  readonly #factors: SecondFactors;
  readonly #renewals = new Renewals();
  readonly #taken: TakenRights;
  readonly #lists: SessionLists;
  readonly #own: OwnSignIn;

  constructor(parts: SessionParts) {
    const { store, clock, commands, audit } = parts;
    this.#parts = parts;
    this.#rows = new SessionRows(store);
    this.#activity = new Activity(parts.elapsedMs ?? (() => performance.now()));
    this.#factors = new SecondFactors(store);
    const factors = this.#factors;
    this.#check = new SignInCheck({ store, clock, commands, audit, factors });
    this.#taken = new TakenRights(store, clock);
    this.#lists = new SessionLists(store, this.#rows);
    this.#own = new OwnSignIn({ store, clock, commands, check: this.#check, factors });
    store.follow((records) => {
      for (const personId of passphrasesSet(records)) this.#passphraseSet(personId);
    });
  }

  async signIn(connection: Connection, input: SignInInput): Promise<SignedInPerson> {
    const { store, clock } = this.#parts;
    const known = input.recentId === undefined ? undefined : this.#recentPerson(connection, input.recentId);
    const signInName = known?.signInName ?? input.signInName ?? '';
    const who = await this.#check.signIn({ ...input, signInName });
    const signedInPerson = this.open(connection, who);
    const grant = grantOf(store, who, clock.now());
    this.#note(who, 'signed-in', {
      from: connection.kind,
      ...(grant?.state === 'lapsed' ? { grant: 'lapsed' } : {}),
    });
    return signedInPerson;
  }

  /** Opens a session for a person who has proved who they are. Whoever was in front is parked. */
  open(connection: Connection, who: Person): SignedInPerson {
    const { store, clock } = this.#parts;
    const now = isoOf(clock.now());
    const place = store.bookkeeping(() => {
      const renewed = this.#renewed(connection);
      const front = this.#rows.front(renewed);
      if (front !== undefined) this.#rows.setState(front.id, 'parked');
      this.#rows.bring(renewed, { personId: who.id, kind: connection.kind, now });
      return renewed;
    });
    const row = this.#rows.front(place);
    if (row !== undefined) this.#activity.touch(row.id);
    this.#parts.changed();
    return this.#signedIn(who);
  }

  signOut(connection: Connection): void {
    const row = this.#rows.front(this.#place(connection));
    if (row === undefined) return;
    this.#end(row, 'signed-out', row.personId);
    const who = activePerson(this.#parts.store, row.personId);
    if (who !== undefined) this.#note(who, 'signed-out', { from: connection.kind });
    this.#parts.changed();
  }

  current(connection: Connection): SignedInPerson | null {
    const here = this.#here(connection);
    return here === undefined || this.#gateOf(here) !== null ? null : this.#signedIn(here.person);
  }

  mustActor(connection: Connection, { isAct = false }: { isAct?: boolean } = {}): Actor {
    const here = this.#mustHere(connection);
    const gate = this.#gateOf(here);
    if (gate !== null) throw gateError(gate.kind);
    if (isAct) this.#touch(here.row);
    return this.#actorOf(here.person);
  }

  status(connection: Connection): SessionStatus {
    const { store, clock } = this.#parts;
    const here = this.#here(connection);
    const place = this.#place(connection);
    return {
      gate: here === undefined ? null : this.#gateOf(here),
      lockAfterMinutes: store.state.lockAfterMinutes,
      parked: this.#rows.parkedAt(place).filter((row) => !this.#endIfOver(row)).length,
      grant: here === undefined ? null : grantOf(store, here.person, clock.now()),
      taken:
        here === undefined
          ? []
          : this.#taken
              .of(here.person.id)
              .map(({ feature, reason, endsAt }) => ({ feature, reason, endsAt })),
      renewal: this.#renewals.tokenOf(connection),
    };
  }

  recent(connection: Connection): Recent[] {
    const { store, clock } = this.#parts;
    return this.#workedHere(connection, isoOf(clock.now() - OFFERED_MS)).flatMap(({ id, personId }) => {
      const name = activePerson(store, personId)?.name;
      return name === undefined ? [] : [{ id, name, initials: initialsOf(name) }];
    });
  }

  lock(connection: Connection): void {
    const row = this.#rows.front(this.#place(connection));
    if (row?.state !== 'open') return;
    this.#rows.setState(row.id, 'locked');
    this.#parts.changed();
  }

  /** The second factor was shown when they signed in here; to come back takes the passphrase. */
  async unlock(connection: Connection, { passphrase }: { passphrase: string }): Promise<SignedInPerson> {
    const { row, person } = this.#mustHere(connection);
    await this.#check.passphrase(person, passphrase);
    // While the hash was being made, somebody may have ended or parked the session.
    const now = this.#mustHere(connection);
    if (now.row.id !== row.id) throw sessionError('signed-out');
    this.#rows.setState(row.id, 'open');
    this.#activity.touch(row.id);
    this.#parts.changed();
    return this.#signedIn(person);
  }

  park(connection: Connection): void {
    const row = this.#rows.front(this.#place(connection));
    if (row === undefined) return;
    this.#rows.setState(row.id, 'parked');
    this.#parts.changed();
  }

  renewed(token: string): string | undefined {
    return this.#renewals.claim(token);
  }

  renewalSeen(): void {
    this.#parts.changed();
  }

  list(connection: Connection, whose: 'own' | 'all') {
    const { row, person } = this.#mustHere(connection);
    for (const one of this.#rows.all()) this.#endIfOver(one);
    return this.#lists.of({ here: row, asker: person, whose });
  }

  end(connection: Connection, id: string, whose: 'own' | 'all'): void {
    const { person } = this.#mustHere(connection);
    const row = this.#rows.byId(id);
    if (row === undefined || (whose === 'own' && row.personId !== person.id)) {
      throw sessionError('session-gone');
    }
    this.#endBy(row, person);
    this.#parts.changed();
  }

  endOthers(connection: Connection): { ended: number } {
    const { row, person } = this.#mustHere(connection);
    const others = this.#rows.ofPerson(person.id).filter((one) => one.id !== row.id);
    for (const other of others) this.#endBy(other, person);
    this.#parts.changed();
    return { ended: others.length };
  }

  setLockAfterMinutes(minutes: number): void {
    this.#parts.store.state.lockAfterMinutes = minutes;
    this.#parts.changed();
  }

  async changePassphrase(connection: Connection, input: { current: string; next: string }): Promise<void> {
    const { row, person } = this.#mustOpen(connection);
    await this.#own.changePassphrase(person, this.#actorOf(person), input);
    for (const other of this.#rows.ofPerson(person.id)) {
      if (other.id !== row.id) this.#endBy(other, person);
    }
    this.#parts.changed();
  }

  secondFactor(connection: Connection) {
    const { person } = this.#mustOpen(connection);
    const factor = this.#factors.of(person.id);
    return {
      isSet: factor !== undefined,
      isNeeded: this.#factors.isNeededBy(person),
      recoveryCodesLeft: factor?.recoveryHashes.length ?? 0,
    };
  }

  beginSecondFactor(connection: Connection, { passphrase }: { passphrase: string }) {
    const { row, person } = this.#mustOpen(connection);
    return this.#own.beginSecondFactor(row.id, person, passphrase);
  }

  confirmSecondFactor(connection: Connection, { code }: { code: string }) {
    const { row, person } = this.#mustOpen(connection);
    const confirmed = this.#own.confirmSecondFactor(row.id, this.#actorOf(person), code);
    this.#parts.changed();
    return confirmed;
  }

  breakGlass(connection: Connection, input: { feature: BreakableFeature; reason: string }): TakenRight {
    const actor = this.#mustPerson(connection);
    const taken = this.#taken.take(actor, input);
    this.#parts.onBreakGlass?.(actor, taken);
    this.#parts.changed();
    return taken;
  }

  endBreakGlass(connection: Connection): void {
    this.#taken.end(this.#mustPerson(connection));
    this.#parts.changed();
  }

  /** The screen of this machine was locked, and its window with it. Browsers are elsewhere. */
  screenLocked(): void {
    for (const { id, kind, state } of this.#rows.all()) {
      if (kind === 'window' && state === 'open') this.#rows.setState(id, 'locked');
    }
    this.#parts.changed();
  }

  /** The machine woke up: the time it slept counts as untouched. */
  resumed(): void {
    this.#activity.resumed(this.#parts.clock.now());
    this.#parts.changed();
  }

  #place(connection: Connection): string {
    return placeOf(this.#renewals.sessionIdOf(connection));
  }

  /** A browser gets a new secret with every sign-in; what belongs to it comes along. */
  #renewed(connection: Connection): string {
    const before = this.#place(connection);
    if (connection.kind === 'window') return before;
    const after = placeOf(this.#renewals.begin(connection));
    this.#rows.rename(before, after);
    return after;
  }

  #here(connection: Connection): Here | undefined {
    const row = this.#rows.front(this.#place(connection));
    if (row === undefined || this.#endIfOver(row)) return undefined;
    const person = activePerson(this.#parts.store, row.personId);
    if (person !== undefined) return { row, person };
    this.#end(row, 'not-active', null);
    return undefined;
  }

  #mustHere(connection: Connection): Here {
    const here = this.#here(connection);
    if (here === undefined) throw sessionError('signed-out');
    return here;
  }

  /** Somebody who is in front and not locked, whatever else they have to do first. */
  #mustOpen(connection: Connection): Here {
    const here = this.#mustHere(connection);
    if (this.#gateOf(here)?.kind === 'locked') throw gateError('locked');
    this.#touch(here.row);
    return here;
  }

  #mustPerson(connection: Connection): PersonActor {
    const actor = this.mustActor(connection, { isAct: true });
    if (actor.type === 'person') return actor;
    throw sessionError('signed-out');
  }

  #gateOf({ row, person }: Here): Gate | null {
    const said = { name: person.name, initials: initialsOf(person.name) };
    const { store } = this.#parts;
    if (row.state === 'locked' || this.#lockIfIdle(row)) return { kind: 'locked', ...said };
    if (credentialOf(store, person.id)?.mustChange === true) return { kind: 'change-passphrase', ...said };
    const isBare = this.#factors.isNeededBy(person) && this.#factors.of(person.id) === undefined;
    return isBare ? { kind: 'enrol-second-factor', ...said } : null;
  }

  #lockIfIdle(row: SessionRow): boolean {
    const { store, clock } = this.#parts;
    if (this.#activity.idleMs(row, clock.now()) < store.state.lockAfterMinutes * 60_000) return false;
    this.#rows.setState(row.id, 'locked');
    return true;
  }

  #endIfOver(row: SessionRow): boolean {
    const nowMs = this.#parts.clock.now();
    const isTooLong = row.kind === 'served' && nowMs - msOf(row.signedInAt) >= SERVED_MS_MAX;
    if (!isTooLong && this.#activity.idleMs(row, nowMs) < IDLE_MS[row.kind]) return false;
    this.#end(row, isTooLong ? 'too-long' : 'idle', null);
    return true;
  }

  #touch(row: SessionRow): void {
    this.#activity.touch(row.id);
    const nowMs = this.#parts.clock.now();
    if (Math.abs(nowMs - msOf(row.lastSeenAt)) >= SEEN_STEP_MS) this.#rows.seen(row.id, isoOf(nowMs));
  }

  #end(row: SessionRow, how: HowEnded, by: string | null): void {
    const { store, clock } = this.#parts;
    store.bookkeeping(() => this.#rows.end(row, { how, by, at: isoOf(clock.now()) }));
    this.#activity.forget(row.id);
    this.#own.forget(row.id);
  }

  /** A part of the commit that brings it: who knew the old one is out, and who has the new one need not wait. */
  #passphraseSet(personId: string): void {
    const { store } = this.#parts;
    for (const row of this.#rows.ofPerson(personId)) this.#end(row, 'passphrase-set', null);
    const whose = personWithId(store, personId);
    if (whose !== undefined) this.#check.forgiven(whose.signInName);
  }

  #endBy(row: SessionRow, by: Person): void {
    this.#end(row, 'ended', by.id);
    const whose = activePerson(this.#parts.store, row.personId);
    this.#note(by, 'signed-out', { name: whose?.name ?? '', from: row.kind, how: 'ended' });
  }

  #recentPerson(connection: Connection, recentId: string): Person | undefined {
    const found = this.#workedHere(connection, '').find(({ id }) => id === recentId);
    return found === undefined ? undefined : activePerson(this.#parts.store, found.personId);
  }

  /** A browser is told of those who worked in it, never of the whole console's people. */
  #workedHere(connection: Connection, since: string) {
    return this.#rows.workedAt(connection.kind === 'window' ? 'window' : this.#place(connection), since);
  }

  /** With what they took, and without what has lapsed. */
  #actorOf(who: Person): PersonActor {
    const { store, clock } = this.#parts;
    const actor = withTaken(
      actorOfPerson(who),
      this.#taken.of(who.id).map(({ feature }) => feature),
    );
    return grantOf(store, who, clock.now())?.state === 'lapsed' ? lapsed(actor) : actor;
  }

  #signedIn(who: Person): SignedInPerson {
    const actor = this.#actorOf(who);
    const { id, name, role, jobProfile, siteId } = actor;
    const { organisationId, providerId, teamId, rowScope } = actor;
    const placed = { organisationId, providerId, teamId, rowScope };
    return { id, name, role, jobProfile, siteId, ...placed, features: featuresOf(actor) };
  }

  #note(who: Person, event: 'signed-in' | 'signed-out', params: { [name: string]: string }): void {
    this.#parts.audit.note(actorOfPerson(who), { event, params });
  }
}

function gateError(kind: Gate['kind']): DomainError {
  if (kind === 'locked') return sessionError('locked');
  return sessionError(kind === 'change-passphrase' ? 'passphrase-of-another' : 'second-factor-missing');
}
