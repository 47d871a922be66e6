import { PackageFile } from './needed-packages.ts';

/** What a package holds: the paths in it, and the text of one. */
export type PackedFiles = { readonly paths: Iterable<string>; textOf(path: string): string };

/**
 * What is loaded by name and not there, from what the program loads down to what that needs: without this it would
 * be missed when somebody does the one thing that needs it. What is optional need not be there, nor are types.
 */
export function missingPackages({ paths, textOf }: PackedFiles, entries: Iterable<string>): string[] {
  const present = new Set(paths);
  const seen = new Set<string>();
  const missing: string[] = [];
  const waiting = [...entries].map((name) => ({ name, from: '' }));
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { name, from } = next;
    const folder = foldersAbove(from)
      .map((above) => `${above}node_modules/${name}`)
      .find((candidate) => present.has(`${candidate}/package.json`));
    if (folder === undefined) {
      missing.push(from === '' ? `${name}, which the program loads` : `${name}, which ${from} needs`);
      continue;
    }
    if (seen.has(folder)) continue;
    seen.add(folder);
    const { dependencies } = PackageFile.parse(JSON.parse(textOf(`${folder}/package.json`)));
    const loaded = Object.keys(dependencies).filter((needed) => !needed.startsWith('@types/'));
    waiting.push(...loaded.map((needed) => ({ name: needed, from: folder })));
  }
  return missing;
}

/** Where Node looks, the nearest first: each ends with a slash, or is the top. */
function foldersAbove(folder: string): string[] {
  const parts = folder === '' ? [] : folder.split('/');
  return [...parts.keys(), parts.length]
    .toReversed()
    .map((count) => parts.slice(0, count).join('/'))
    .map((above) => (above === '' ? '' : `${above}/`));
}
