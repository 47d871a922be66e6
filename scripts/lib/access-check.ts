import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { TRPCError } from '@trpc/server';
import { pino } from 'pino';
import { appRouter } from '#host/api/router.ts';
import type { ProcedureAccess } from '#host/api/trpc.ts';
import { systemClock } from '#host/clock/system-clock.ts';
import { composeHost, type Host } from '#host/compose.ts';
import type { HostServices } from '#host/services.ts';
import { FEATURES } from '#shared/access/features.ts';
import { type Caller, signInEverybody } from './access-people.ts';
import { checkRows } from './access-rows.ts';
import { PUBLIC_PROCEDURES } from './public-procedures.ts';

export type AccessReport = {
  readonly procedures: number;
  readonly roles: number;
  readonly calls: number;
  readonly differences: readonly string[];
};

type Answer = 'allowed' | 'forbidden' | 'signed-out';
type Declared = ProcedureAccess['access'];
type Procedure = {
  readonly path: string;
  readonly type: 'query' | 'mutation' | 'subscription';
  readonly access: Declared | undefined;
  readonly hasInput: boolean;
};

/**
 * Calls every procedure of a real host as everybody, and compares who was let in with what is declared. `meddle`
 * breaks the host, to see that the check finds it.
 */
export async function checkAccess(
  meddle: (services: HostServices) => HostServices = (services) => services,
): Promise<AccessReport> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fairlead-access-'));
  const log = pino({ level: 'silent' });
  const host = await composeHost({ dataFolder: folder, version: 'check', clock: systemClock(), log });
  try {
    return await compare(host, meddle);
  } finally {
    await host.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compare(host: Host, meddle: (services: HostServices) => HostServices): Promise<AccessReport> {
  const procedures = allProcedures();
  const differences = undeclared(procedures);
  const callers = await signInEverybody(host);
  const services = meddle(host.services);
  let calls = 0;
  for (const procedure of procedures) {
    for (const caller of callers) {
      if (procedure.access === undefined) continue;
      const expected = expectedFor(procedure.access, caller);
      const answer = await call(services, procedure, caller);
      calls += 1;
      // Open to half-signed-in people, and so asks by itself who they are: its own answer, not a lock on its door.
      const asksItself = procedure.access === 'public' && answer === 'signed-out';
      if (answer === expected || asksItself) continue;
      differences.push(
        `${procedure.path} (${procedure.access}) as ${caller.name}: ${answer}, declared ${expected}`,
      );
    }
  }
  differences.push(...(await checkRows(host, services)));
  return { procedures: procedures.length, roles: callers.length, calls, differences };
}

export function allProcedures(): Procedure[] {
  return Object.entries(appRouter._def.procedures).map(([name, procedure]) => {
    // What tRPC keeps of a procedure; its types say it only for the caller.
    const { meta, type, inputs } = (procedure as unknown as { _def: Definition })._def;
    return { path: name, type, access: meta?.access, hasInput: inputs.length > 0 };
  });
}

type Definition = {
  readonly type: Procedure['type'];
  readonly meta: Partial<ProcedureAccess> | undefined;
  readonly inputs: readonly unknown[];
};

/** What needs no host to be wrong: a procedure that says nothing, or one that is open and not on the list. */
export function undeclared(procedures: readonly Procedure[]): string[] {
  const open = procedures.filter(({ access }) => access === 'public').map(({ path: name }) => name);
  return [
    ...procedures
      .filter(({ access }) => access === undefined || !isKnown(access))
      .map(({ path: name, access }) => `${name} declares ${access ?? 'nothing'}`),
    ...open.filter((name) => !PUBLIC_PROCEDURES.includes(name)).map((name) => `${name} is open to everybody`),
    ...PUBLIC_PROCEDURES.filter((name) => !open.includes(name)).map((name) => `${name} is not open any more`),
  ];
}

function isKnown(access: string): boolean {
  return access === 'public' || access === 'signed-in' || FEATURES.some((feature) => feature === access);
}

function expectedFor(access: Declared, { features }: Caller): Answer {
  if (access === 'public') return 'allowed';
  if (features === undefined) return 'signed-out';
  return access === 'signed-in' || features.has(access) ? 'allowed' : 'forbidden';
}

/** No input of any procedure: permission is asked before it, so only those who may learn that it is wrong. */
const NONSENSE = { nonsense: true };

async function call(services: HostServices, procedure: Procedure, caller: Caller): Promise<Answer> {
  const isActing = procedure.type !== 'query' && !procedure.hasInput;
  const at = isActing ? atTheDoor(services) : services;
  const stop = new AbortController();
  const api: unknown = appRouter.createCaller(
    { services: at, connection: caller.connection },
    { signal: stop.signal },
  );
  try {
    const answer: unknown = await pathIn(api, procedure.path)(NONSENSE);
    stop.abort();
    if (isIterable(answer)) await answer[Symbol.asyncIterator]().next();
    return 'allowed';
  } catch (error) {
    return answerIn(error);
  } finally {
    stop.abort();
  }
}

function answerIn(error: unknown): Answer {
  if (!(error instanceof TRPCError)) return 'allowed';
  if (error.code === 'FORBIDDEN') return 'forbidden';
  return error.code === 'UNAUTHORIZED' ? 'signed-out' : 'allowed';
}

/**
 * The services of somebody who is let in and gets no further: work that needs no input would otherwise be done,
 * once for everybody who may.
 */
function atTheDoor(services: HostServices): HostServices {
  const closed: unknown = new Proxy(() => undefined, {
    get: (_target, name) => (name === 'then' ? undefined : closed),
    apply() {
      throw new Error('Let in.');
    },
  });
  return new Proxy(services, {
    get(target, name) {
      if (name === 'session') return { mustActor: target.session.mustActor.bind(target.session) };
      if (name === 'audit') return target.audit;
      return closed;
    },
  });
}

function pathIn(api: unknown, name: string): (input: unknown) => Promise<unknown> {
  const found = name.split('.').reduce<unknown>((at, part) => {
    // A caller is functions within functions, one for each part of a name.
    return (at as { readonly [part: string]: unknown })[part];
  }, api);
  // The last part is the procedure.
  return found as (input: unknown) => Promise<unknown>;
}

function isIterable(answer: unknown): answer is AsyncIterable<unknown> {
  return typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer;
}
