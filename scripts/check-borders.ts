import fs from 'node:fs';
import path from 'node:path';
import { findBrokenBorders } from './lib/borders.ts';
import { projectRoot } from './lib/project.ts';
import { readImports } from './lib/read-imports.ts';
import { listSourceFiles } from './lib/source-files.ts';

/** Reads every source file and reports each import that crosses a border of the architecture. */
export function checkBorders(root: string): string[] {
  return listSourceFiles(root).flatMap((file) => {
    const source = fs.readFileSync(path.join(root, file), 'utf8');
    return findBrokenBorders(file, readImports(file, source)).map(
      (broken) => `${file}:${broken.line}  ${broken.rule}: imports ${broken.target}\n    ${broken.reason}`,
    );
  });
}

if (import.meta.main) {
  const problems = checkBorders(projectRoot);
  for (const problem of problems) console.error(problem);
  console.log(problems.length === 0 ? 'borders: kept' : `borders: ${problems.length} broken`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
