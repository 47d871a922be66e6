import { randomUUID } from 'node:crypto';
import { TRPCError } from '@trpc/server';
import { appRouter } from '#host/api/router.ts';
import type { Host } from '#host/compose.ts';
import type { Connection, HostServices } from '#host/services.ts';
import type { JobProfile, RowScope } from '#shared/access/roles.ts';
import { isDomainError } from '#shared/kernel/errors.ts';
import { addSignedIn, ADMINISTRATOR } from './access-people.ts';

type Groups = { readonly teamId?: string; readonly providerId?: string; readonly organisationId?: string };
type Placed = {
  readonly name: string;
  readonly jobProfile: JobProfile;
  readonly rowScope: RowScope | null;
  readonly groups: Groups;
  /** Whose incidents they see, by name; their own always. */
  readonly sees: readonly string[];
};

/** People who see less than a site, two of most kinds; each reports one incident, and what they see is declared here. */
const CAST: readonly Placed[] = [
  placed('deck one', 'team', { teamId: 'Deck' }, ['deck two', 'lanes one']),
  placed('deck two', 'team', { teamId: 'Deck' }, ['deck one', 'lanes one']),
  placed('engine', 'team', { teamId: 'Engine' }, ['their own']),
  placed('lanes one', 'provider', { providerId: 'Lanes', teamId: 'Deck' }, ['lanes two']),
  placed('lanes two', 'provider', { providerId: 'Lanes' }, ['lanes one']),
  placed('their own', 'own', { teamId: 'Engine' }, []),
  partner('airline one', 'airline', { organisationId: 'Sky' }, ['airline two']),
  partner('airline two', 'airline', { organisationId: 'Sky' }, ['airline one']),
  partner('broker alone', 'broker', {}, []),
];

function placed(name: string, rowScope: RowScope, groups: Groups, sees: readonly string[]): Placed {
  return { name, jobProfile: 'crew', rowScope, groups, sees };
}

function partner(name: string, jobProfile: JobProfile, groups: Groups, sees: readonly string[]): Placed {
  return { name, jobProfile, rowScope: null, groups, sees };
}

type Reporter = Placed & { readonly connection: Connection; readonly incidentId: string };

/**
 * Has people who see less than a site report incidents, and asks for each of them as everybody: shown, listed, found,
 * commented on. Gives what is otherwise than declared.
 */
export async function checkRows(host: Host, services: HostServices): Promise<string[]> {
  const reporters: Reporter[] = [];
  for (const one of CAST) reporters.push(await reporterOf(host, one));
  const differences: string[] = [];
  for (const who of reporters) {
    const api = appRouter.createCaller({ services, connection: who.connection });
    const { rows } = await api.incidents.list({ limit: 200 });
    const { found } = await api.search.find({ text: 'Seen by', limit: 50 });
    for (const { name, incidentId: id } of reporters) {
      const answers = {
        'incidents.detail': await isLetIn(() => api.incidents.detail({ id })),
        'incidents.list': rows.some((row) => row.id === id),
        'search.find': found.some((row) => row.id === id),
        'incidents.comment': await isLetIn(() => api.incidents.comment(command({ id, text: 'Seen' }))),
      };
      const expected = name === who.name || who.sees.includes(name);
      for (const [path, isOpen] of Object.entries(answers)) {
        if (isOpen === expected) continue;
        differences.push(
          `${path} of the incident of ${name} as ${who.name}: ${said(isOpen)}, declared ${said(expected)}`,
        );
      }
    }
  }
  return differences;
}

function said(isOpen: boolean): string {
  return isOpen ? 'open' : 'closed';
}

async function reporterOf(host: Host, one: Placed): Promise<Reporter> {
  const { services } = host;
  const connection: Connection = {
    sessionId: `access-rows-${one.name.replaceAll(' ', '-')}`,
    kind: 'window',
  };
  const { name, jobProfile, rowScope, groups } = one;
  const person = { name, signInName: name.replaceAll(' ', '.'), role: 'IT', jobProfile } as const;
  const id = await addSignedIn(host, person, connection, async (personId) => {
    const place = { organisationId: null, providerId: null, teamId: null, ...groups, rowScope };
    const administrator = appRouter.createCaller({ services, connection: ADMINISTRATOR });
    await administrator.people.setPlace(command({ id: personId, ...place }));
  });
  const api = appRouter.createCaller({ services, connection });
  const { output } = await api.incidents.report(
    command({ title: `Seen by ${id}`, severity: 'low' as const }),
  );
  return { ...one, connection, incidentId: output.id };
}

function command<Input>(input: Input): { commandId: string; input: Input } {
  return { commandId: randomUUID(), input };
}

async function isLetIn(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask();
    return true;
  } catch (error) {
    const refused = error instanceof TRPCError ? error.cause : error;
    if (isDomainError(refused) && ['not-found', 'forbidden'].includes(refused.code)) return false;
    throw error;
  }
}
