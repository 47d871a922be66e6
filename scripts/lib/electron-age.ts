import { runCommand } from './run-command.ts';

/** Electron's makers mend the latest three major versions (SEC-13). */
const SUPPORTED_MAJORS = 3;

/** Why a program with this Electron is not to be shipped; undefined when it may be. */
export function electronTooOld(own: string, latest: string): string | undefined {
  const [ours, theirs] = [majorOf(own), majorOf(latest)];
  if (theirs - ours < SUPPORTED_MAJORS) return undefined;
  return `Electron ${own} gets no fixes any more: the latest is ${latest} (SEC-13).`;
}

/** As the package registry says; undefined where none can be asked. */
export async function latestElectron(): Promise<string | undefined> {
  const { exitCode, stdout } = await runCommand('npm', ['view', 'electron', 'version']);
  const version = stdout.trim().split('\n').at(-1) ?? '';
  return exitCode === 0 && /^\d+\.\d+\.\d+$/.test(version) ? version : undefined;
}

function majorOf(version: string): number {
  return Number(version.split('.')[0]);
}
