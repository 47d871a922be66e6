import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { TRPCError } from '@trpc/server';
import { getErrorShape } from '@trpc/server/unstable-core-do-not-import';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { appRouter } from '#host/api/router.ts';
import { systemClock } from '#host/clock/system-clock.ts';
import { composeHost, type Host } from '#host/compose.ts';
import type { Connection, HostServices } from '#host/services.ts';
import type * as PassphraseFile from '#host/session/passphrase.ts';
import { must } from '#shared/kernel/assert.ts';
import { ERROR_CODES } from '#shared/kernel/errors.ts';
import { HOSTILE_TEXTS, HOSTILE_VALUES, pathsIn, sampleOf, withAt } from '#tests/support/hostile-values.ts';

const CONNECTION: Connection = { sessionId: 'hostile-input-0001', kind: 'window' };
const SEED = 20_261_121;

/** Cheaper than for people: hundreds of passphrases are tried here, and how well they are kept is not the question. */
vi.mock(import('#host/session/passphrase.ts'), async (original): Promise<typeof PassphraseFile> => {
  const real = await original();
  const cheap = { ...real.DECOY_HASH, cost: 16_384, parallelization: 1 };
  return {
    ...real,
    DECOY_HASH: cheap,
    hashPassphrase: () => Promise.resolve(cheap),
  };
});

let folder: string;
let host: Host;
let services: HostServices;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'fairlead-hostile-'));
  const log = pino({ level: 'silent' });
  host = await composeHost({ dataFolder: folder, version: 'test', clock: systemClock(), log });
  await host.services.setup.foundSite(CONNECTION, {
    code: 'OFF',
    name: 'Head office',
    siteKind: 'office',
    timeZone: 'UTC',
    administrator: { name: 'Ines Duarte', signInName: 'admin', passphrase: 'following seas' },
  });
  services = keepingSignedIn(host.services);
}, 30_000);
afterAll(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Whatever the calls do to the session, every one of them is made by the administrator. */
function keepingSignedIn(real: HostServices): HostServices {
  const administrator = real.session.mustActor(CONNECTION);
  const session = new Proxy(real.session, {
    get(target, name) {
      if (name === 'mustActor') return () => administrator;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { ...real, session };
}

type Definition = {
  readonly type: 'query' | 'mutation' | 'subscription';
  readonly inputs: readonly z.ZodType[];
};
type Hostile = { readonly path: string; readonly schema: z.ZodType; readonly type: 'query' | 'mutation' };

/** Every procedure that takes an input. Subscriptions of this router take none. */
function proceduresWithInput(): Hostile[] {
  return Object.entries(appRouter._def.procedures).flatMap(([name, procedure]) => {
    // What tRPC keeps of a procedure; its types say it only for the caller.
    const { inputs, type } = (procedure as unknown as { _def: Definition })._def;
    const [schema] = inputs;
    return schema === undefined || type === 'subscription' ? [] : [{ path: name, schema, type }];
  });
}

const procedures = proceduresWithInput();

const Details = z.object({
  code: z.enum(ERROR_CODES),
  message: z.string().min(1).max(1_000),
  remedy: z.string().min(1),
  field: z.string().max(200).optional(),
});

/** What a call was answered with that it should not have been. */
async function wrongIn({ path: name, type }: Hostile, input: unknown): Promise<string | undefined> {
  const before = journalEnd();
  try {
    const call = name.split('.').reduce<unknown>(
      // A caller is functions within functions, one for each part of a name.
      (at, part) => (at as { readonly [part: string]: unknown })[part],
      appRouter.createCaller({ services, connection: CONNECTION }),
    );
    // The last part is the procedure.
    await (call as (input: unknown) => Promise<unknown>)(input);
    return undefined;
  } catch (error) {
    if (!(error instanceof TRPCError)) return `no refusal: ${String(error)}`;
    const config = appRouter._def._config;
    const shape = getErrorShape({ config, error, type, path: name, input, ctx: undefined });
    const details = Details.safeParse(shape.data.details);
    if (error.code === 'INTERNAL_SERVER_ERROR') return `internal: ${error.message.slice(0, 200)}`;
    if (!details.success) return `unclear: ${JSON.stringify(shape.data.details).slice(0, 300)}`;
    const isOfField = error.cause instanceof z.ZodError && (error.cause.issues[0]?.path.length ?? 0) > 1;
    if (isOfField && details.data.field === undefined) return 'names no field';
    return journalEnd() === before ? undefined : 'was refused and left something in the journal';
  }
}

/** The last change of a record. Notes on wrong passphrases and the like change none, and are meant to be there. */
function journalEnd(): unknown {
  return host.store.db.prepare('SELECT max(seq) FROM journal_change').pluck().get();
}

function shown(input: unknown): string {
  const text = JSON.stringify(input) ?? 'undefined';
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}

it('knows the procedures', () => {
  expect(procedures.length).toBeGreaterThan(40);
});

it.each(procedures.map((procedure) => [procedure.path, procedure] as const))(
  '%s refuses clearly what it can’t use, wherever it stands',
  async (_name, procedure) => {
    const found = new Set<string>();
    const sound = sampleOf(procedure.schema);
    for (const at of pathsIn(sound)) {
      for (const value of [undefined, ...HOSTILE_TEXTS, ...HOSTILE_VALUES]) {
        const wrong = await wrongIn(procedure, withAt(sound, at, value));
        if (wrong !== undefined) found.add(`${at.join('.')} = ${shown(value)}: ${wrong}`);
      }
    }
    expect([...found]).toEqual([]);
  },
  30_000,
);

it('refuses clearly any JSON in any place of any procedure', async () => {
  const places = procedures.flatMap((procedure) => {
    const sound = sampleOf(procedure.schema);
    return pathsIn(sound).map((at) => ({ procedure, sound, at }));
  });
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: places.length - 1 }), fc.jsonValue(), async (index, value) => {
      const { procedure, sound, at } = must(places[index], 'a place of the list');
      const wrong = await wrongIn(procedure, withAt(sound, at, value));
      expect([procedure.path, at, wrong]).toEqual([procedure.path, at, undefined]);
    }),
    { seed: SEED, numRuns: 1_500 },
  );
}, 30_000);

it('kept nothing that breaks screens, exports or chains, whatever was taken', () => {
  const entries = host.store.db.prepare('SELECT entry FROM journal').pluck().all().join('\n');
  const inRecords = host.store.db.prepare('SELECT name FROM person').pluck().all().join('\n');
  expect(`${entries}${inRecords}`).not.toMatch(/\\u00(?:0[0-8bcef]|1|7f)|\\ud[89a-f]|[\uFFFD\u202E]/i);
});
