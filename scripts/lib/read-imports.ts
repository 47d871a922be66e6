import path from 'node:path';
import { parseSync } from 'vite';

export interface ImportUse {
  /** As written: `#shared/kernel/ids.ts`, `./states.ts`, `node:fs`, `react`. */
  specifier: string;
  /** Where it leads: a path from the project's root, or the specifier of a package. */
  target: string;
  /** True when nothing of it is left at run time: the whole statement is `import type` or `export type`. */
  typeOnly: boolean;
  line: number;
}

/** What the folder names of package.json's "imports" stand for. */
const ALIASES: Record<string, string> = {
  '#shared/': 'shared/',
  '#host/': 'electron/host/',
  '#sync-server/': 'sync-server/',
  '#renderer/': 'renderer/',
  '#migrations/': 'migrations/',
  '#tests/': 'tests/',
};

/** Every import and re-export of a file, dynamic and type-level ones included. `file` is a path from the root. */
export function readImports(file: string, source: string): ImportUse[] {
  const parsed = parseSync(file, source);
  const firstError = parsed.errors[0];
  if (firstError) throw new Error(`${file}: ${firstError.message}`);
  const uses: ImportUse[] = [];
  const add = (specifier: string, start: number, typeOnly: boolean) =>
    uses.push({ specifier, target: resolveImport(file, specifier), typeOnly, line: lineAt(source, start) });

  for (const statement of parsed.module.staticImports) {
    add(
      statement.moduleRequest.value,
      statement.start,
      /^import\s+type\b/.test(source.slice(statement.start)),
    );
  }
  for (const statement of parsed.module.staticExports) {
    const request = statement.entries.find((entry) => entry.moduleRequest)?.moduleRequest;
    if (request) add(request.value, statement.start, /^export\s+type\b/.test(source.slice(statement.start)));
  }
  for (const call of parsed.module.dynamicImports) {
    const written = source.slice(call.moduleRequest.start, call.moduleRequest.end);
    if (/^['"`][^$]*['"`]$/.test(written)) add(written.slice(1, -1), call.start, false);
  }
  for (const match of source.matchAll(/\brequire\(\s*['"]([^'"]+)['"]\s*\)/g)) {
    add(String(match[1]), match.index, false);
  }
  return uses;
}

function resolveImport(file: string, specifier: string): string {
  if (specifier.startsWith('.')) return path.posix.join(path.posix.dirname(file), specifier);
  const alias = Object.keys(ALIASES).find((prefix) => specifier.startsWith(prefix));
  return alias === undefined ? specifier : `${ALIASES[alias]}${specifier.slice(alias.length)}`;
}

function lineAt(source: string, offset: number): number {
  return source.slice(0, offset).split('\n').length;
}
