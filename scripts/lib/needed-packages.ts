import fs from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { z } from 'zod';

export const PackageFile = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
});

/** The packages that built files load by name. */
export function importedPackages(folder: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const name of fs.readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.js')) continue;
    const source = fs.readFileSync(path.join(folder, name), 'utf8');
    // The bundler writes each import of a package on a line of its own.
    const imports = source.matchAll(/^(?:import|export)\b[^'"\n]*["']([^'"./][^'"]*)["'];?$/gm);
    const lazy = source.matchAll(/\bimport\(["']([^'"./][^'"]*)["']\)/g);
    for (const [, specifier] of [...imports, ...lazy]) {
      if (specifier !== undefined && !isBuiltin(specifier)) names.add(nameIn(specifier));
    }
  }
  names.delete('electron');
  return names;
}

/**
 * What these packages need by name, themselves included. A second version that lies further down counts by its own
 * name too: electron-builder may lift it to the top.
 */
export function neededPackages(modules: string, entries: Iterable<string>): ReadonlySet<string> {
  const needed = new Set<string>();
  const seen = new Set<string>();
  const waiting = [...entries].map((name) => ({ name, from: path.dirname(modules) }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const folder = folderOf(next.name, next.from, modules);
    // What is optional need not be there.
    if (folder === undefined || seen.has(folder)) continue;
    seen.add(folder);
    needed.add(nameIn(path.relative(modules, folder).split(path.sep).join('/')));
    needed.add(next.name);
    const text = fs.readFileSync(path.join(folder, 'package.json'), 'utf8');
    const { dependencies, optionalDependencies } = PackageFile.parse(JSON.parse(text));
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      waiting.push({ name, from: folder });
    }
  }
  return needed;
}

/** Every folder at the top of `node_modules`. */
export function presentPackages(modules: string): readonly string[] {
  return fs
    .readdirSync(modules)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) =>
      name.startsWith('@')
        ? fs.readdirSync(path.join(modules, name)).map((inner) => `${name}/${inner}`)
        : name,
    );
}

/** As Node looks for it: beside who asks, then further up. */
function folderOf(name: string, from: string, modules: string): string | undefined {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'node_modules', name);
    if (fs.existsSync(path.join(candidate, 'package.json'))) return candidate;
    if (folder === path.dirname(modules) || folder === path.dirname(folder)) return undefined;
  }
}

function nameIn(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
