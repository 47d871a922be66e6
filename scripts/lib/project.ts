import path from 'node:path';

/** The folder that holds package.json. */
export const projectRoot = path.resolve(import.meta.dirname, '../..');

/** Node 24 from the `node` package; whatever Node runs this script when that package isn't installed. */
export const nodePath = process.execPath;

/** A file of the project, given by its path from the root. */
export function inProject(...segments: string[]): string {
  return path.join(projectRoot, ...segments);
}

/** The command line tool of an installed package. */
export function toolPath(name: string): string {
  return inProject('node_modules', '.bin', name);
}
