import { z } from 'zod';
import { severityRank } from '#shared/kernel/fields.ts';
import type { SqlParameters } from '#shared/kernel/transaction.ts';
import type { ChangeTick } from './services.ts';
import type { Store } from './store/store.ts';
import type { TaskRunner } from './store/tasks/task-runner.ts';

export type AtWork = {
  readonly isCriticalOpen: boolean;
  readonly isExporting: boolean;
  readonly isBackingUp: boolean;
};

/** Left to itself, the machine may sleep through anything but these (LC-5). */
export function mustStayAwake({ isCriticalOpen, isExporting, isBackingUp }: AtWork): boolean {
  return isCriticalOpen || isExporting || isBackingUp;
}

const Found = z.object({ found: z.int() });

/** Looks at the store for `mustStayAwake`; incidents are looked through again only after they have changed. */
export class StayAwakeCheck {
  readonly #store: Pick<Store, 'get'>;
  readonly #tasks: Pick<TaskRunner, 'latest'>;
  #isCriticalOpen: boolean | undefined;

  constructor(store: Pick<Store, 'get'>, tasks: Pick<TaskRunner, 'latest'>) {
    this.#store = store;
    this.#tasks = tasks;
  }

  changed({ collections }: Pick<ChangeTick, 'collections'>): void {
    if (collections.includes('incidents')) this.#isCriticalOpen = undefined;
  }

  isNeeded(): boolean {
    this.#isCriticalOpen ??= this.#finds('SELECT 1 FROM open_incident WHERE severityRank >= :rank', {
      rank: severityRank('critical'),
    });
    return mustStayAwake({
      isCriticalOpen: this.#isCriticalOpen,
      isExporting: this.#finds(`SELECT 1 FROM export WHERE state IN ('pending', 'processing')`),
      isBackingUp: this.#tasks.latest().backup?.state === 'running',
    });
  }

  #finds(sql: string, parameters: SqlParameters = {}): boolean {
    return this.#store.get(Found, `SELECT EXISTS(${sql}) AS found`, parameters)?.found === 1;
  }
}
