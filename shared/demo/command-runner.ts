import { type Actor, can } from '../access/can.ts';
import { actorOfPerson } from '../domains/people/actor.ts';
import type { Person } from '../domains/people/schema.ts';
import type { SiteRecord } from '../domains/settings/schema.ts';
import { isoOf } from '../kernel/clock.ts';
import type { Command, Site } from '../kernel/define-command.ts';
import type { RecordId } from '../kernel/ids.ts';
import type { MemoryStore } from './memory-store.ts';

/** A person, or the console of the site when one of its timers fires. */
export type Doer = Person | 'console';

/**
 * Runs the real commands, with the permission of whoever acts, at a moment of the past. What comes out
 * can't contradict the rules, because the rules made it.
 */
export type CommandRunner = {
  readonly store: MemoryStore;
  run(command: Command, input: unknown, doer: Doer, atSite: SiteRecord, atMs: number): unknown;
};

export function commandRunner(store: MemoryStore, newId: (atMs: number) => RecordId): CommandRunner {
  return {
    store,
    run(command, input, doer, atSite, atMs) {
      const parsed = command.input.parse(input);
      const site = consoleSite(atSite);
      const actor = actorOf(doer, site);
      const target = command.target({ tx: store, site, actor }, parsed);
      const decision = can(actor, command.feature, typeof target === 'string' ? { siteId: target } : target);
      if (!decision.allowed) throw new Error(`${command.name} by ${actor.id}: ${decision.because}`);
      return command.run(
        { tx: store, now: isoOf(atMs), newId: () => newId(atMs), actor, site, station: 1, urgent() {} },
        parsed,
      );
    },
  };
}

function actorOf(doer: Doer, site: Site): Actor {
  if (doer === 'console') return { type: 'system', id: site.id, siteId: site.id };
  return actorOfPerson(doer);
}

function consoleSite(record: SiteRecord): Site {
  const { id, code, name, siteKind, timeZone } = record;
  return { id, code, name, kind: siteKind, timeZone };
}
