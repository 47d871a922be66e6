import { inProject } from './project.ts';
import { outputFolder } from './builder-config.ts';

/**
 * Two packaged versions of the same program, signed by a publisher of their own: the tests start the first and let
 * it update itself to the second.
 */
export const TRIED_RELEASES = {
  folder: inProject(outputFolder(true)),
  keyFile: inProject(outputFolder(true), 'publisher.pem'),
  first: '0.1.0',
  next: '0.1.1',
} as const;

export function triedFile(version: string, kind: 'AppImage' | 'deb'): string {
  const architecture = kind === 'deb' ? 'amd64' : 'x86_64';
  return inProject(outputFolder(true), `Fairlead-${version}-${architecture}.${kind}`);
}
