import { expect, it } from 'vitest';
import { allProcedures, checkAccess, undeclared } from './lib/access-check.ts';

it('lets everybody do what is declared for them, and nothing else, whatever they send', async () => {
  const report = await checkAccess();
  expect(report.differences).toEqual([]);
  expect(report.calls).toBe(report.procedures * report.roles);
  expect(report.procedures).toBe(allProcedures().length);
}, 120_000);

it('notices a host that takes everybody for somebody who may do everything', async () => {
  const { differences } = await checkAccess((services) => {
    const mustActor = () =>
      ({
        type: 'person',
        id: 'x',
        name: 'X',
        role: 'SA',
        jobProfile: 'crew',
        siteId: 'x',
        granted: [],
        denied: [],
      }) as const;
    return { ...services, session: { ...services.session, mustActor } };
  });
  expect(differences).toContain('people.add (people.manage) as role IT: allowed, declared forbidden');
  expect(differences).toContain('people.list (people.read) as nobody: allowed, declared signed-out');
}, 120_000);

it('notices a procedure that declares nothing, something unknown, or that everybody may ask', () => {
  const procedure = { type: 'query', hasInput: false } as const;
  const found = undeclared([
    ...allProcedures(),
    { ...procedure, path: 'a.silent', access: undefined },
    { ...procedure, path: 'a.open', access: 'public' },
  ]);
  expect(found).toEqual(['a.silent declares nothing', 'a.open is open to everybody']);
});
