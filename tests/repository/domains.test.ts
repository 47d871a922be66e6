import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { FEATURES } from '#shared/access/features.ts';
import { domains, domainWords } from '#shared/domains/registry.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const testsOf = (...folders: string[]) =>
  folders
    .flatMap((folder) => globSync(`${folder}/**/*.test.ts`, { cwd: ROOT }))
    .map((file) => read(file))
    .join('\n');

describe.each(domains.map((domain) => [domain.name, domain] as const))('the domain %s', (name, domain) => {
  const folder = `shared/domains/${name}`;

  it('says in a README what it is for', () => {
    expect(read(`${folder}/README.md`)).toMatch(/^# /);
  });

  it('names a known feature and has words and a label for each command', () => {
    for (const command of Object.values(domain.commands)) {
      expect(FEATURES).toContain(command.feature);
      expect(Object.keys(domainWords)).toContain(`${command.name}.label`);
      expect(command.name).toMatch(new RegExp(`^${name}\\.[a-z][A-Za-z]+$`));
      expect(command.writes.length).toBeGreaterThan(0);
    }
  });

  it('cites every rule of its README in a test', () => {
    const rules = [...read(`${folder}/README.md`).matchAll(/^\| ([A-Z]+-\d+) \|/gm)].map((match) => match[1]);
    // Some rules are held by the host or the server, and tried where they are held.
    const tests = testsOf(folder, 'electron/host', 'sync-server', 'tests/host');
    expect(rules.filter((rule) => rule !== undefined && !new RegExp(`\\b${rule}\\b`).test(tests))).toEqual(
      [],
    );
  });

  it('runs only its own commands from its timers, and those may run with nobody signed in', () => {
    for (const timer of domain.timers) {
      expect(Object.values(domain.commands)).toContain(timer.command);
      expect(timer.command.system).toBe(true);
    }
  });
});

describe('a domain that people see', () => {
  it.each(['incidents'])('%s has its pages and its end-to-end test', (name) => {
    expect(existsSync(path.join(ROOT, `renderer/domains/${name}/contribution.ts`))).toBe(true);
    expect(existsSync(path.join(ROOT, `tests/e2e/${name}.spec.ts`))).toBe(true);
  });
});

describe('the lock file', () => {
  it('names no host of a package registry', () => {
    expect(read('package-lock.json')).not.toMatch(/"resolved": *"https?:/);
  });
});
