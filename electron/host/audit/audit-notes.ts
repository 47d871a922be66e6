import type { Actor } from '#shared/access/can.ts';
import { type AuditEvent, auditCommand, auditLabelKey } from '#shared/audit/notes.ts';
import { must } from '#shared/kernel/assert.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import { seenText } from '#shared/kernel/file-name.ts';
import type { ActorStamp } from '#shared/sync/entry.ts';
import { TEXT_CHARACTERS_MAX } from '#shared/sync/limits.ts';
import type { Store } from '../store/store.ts';

export type AuditNote = {
  readonly event: AuditEvent;
  /** What a reader needs to know: names, numbers, ids. At most twelve, never what is secret. */
  readonly params: { readonly [name: string]: string | number };
};

export type AuditNotes = {
  /**
   * Writes down that something happened which changes no record. Inside a transaction of the store it is a part
   * of it. `nobody`: no person is known, so the console itself says it.
   */
  note(actor: Actor | 'nobody', note: AuditNote): void;
};

/** A page that is open asks again and again; the same again within this time says nothing new. */
const QUIET_MS: { readonly [Event in AuditEvent]?: number } = {
  'sensitive-read': 10 * 60_000,
  'journal-read': 60 * 60_000,
  'exports-read': 60 * 60_000,
  'permission-denied': 60_000,
};
const REMEMBERED_MAX = 1_000;

/** What is bulk: it waits for a link that costs little. */
const LANE = 3;

export function createAuditNotes(store: Store, clock: Clock): AuditNotes {
  const saidAtMs = new Map<string, number>();
  /** Whether the same was said a moment ago; remembers it if not. */
  function isRepeated(stamp: ActorStamp, { event, params }: AuditNote): boolean {
    const quietMs = QUIET_MS[event];
    if (quietMs === undefined) return false;
    const key = JSON.stringify([stamp.id, event, params]);
    const ageMs = clock.now() - (saidAtMs.get(key) ?? Number.NEGATIVE_INFINITY);
    // A clock that was set back has not passed anything.
    if (ageMs >= 0 && ageMs < quietMs) return true;
    saidAtMs.delete(key);
    saidAtMs.set(key, clock.now());
    const [oldest] = saidAtMs.keys();
    if (saidAtMs.size > REMEMBERED_MAX && oldest !== undefined) saidAtMs.delete(oldest);
    return false;
  }
  return {
    note(actor, note) {
      const stamp = stampOf(actor, store);
      if (isRepeated(stamp, note)) return;
      write(store, stamp, note);
    },
  };
}

/** What the console itself has to tell, each time; for where there is the store and nothing else. */
export function noteOfConsole(store: Store, note: AuditNote): void {
  write(store, stampOf('nobody', store), note);
}

function write(store: Store, actor: ActorStamp, { event, params }: AuditNote): void {
  const told = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, sound(value)]));
  store.note(
    { actor, command: auditCommand(event), label: { key: auditLabelKey(event), params: told } },
    LANE,
  );
}

function stampOf(actor: Actor | 'nobody', store: Store): ActorStamp {
  if (actor !== 'nobody' && actor.type === 'person')
    return { type: 'person', id: actor.id, name: actor.name };
  return { type: 'system', id: must(store.state.deviceId, 'a store has a device id'), name: '' };
}

/** What somebody typed may stand in a note; an entry stays for good, and is exported. */
function sound(value: string | number): string | number {
  return typeof value === 'string' ? seenText(value.slice(0, TEXT_CHARACTERS_MAX)) : value;
}
