/** Runs one case for one system in a process of its own; started by `sync.ts` with both names. */
import type { Line } from './figures.ts';
import { CASES, type CaseName, SYSTEMS, type SystemName } from './cases.ts';

export type FromChild = { readonly ready: true } | { readonly figures: CaseResult };
export type CaseResult = { readonly system: string; readonly lines: readonly Line[] };

if (process.send !== undefined) await runCase();

async function runCase(): Promise<void> {
  // The parent passes names of its own tables.
  const [systemName, caseName] = process.argv.slice(2) as [SystemName, CaseName];
  const system = await SYSTEMS[systemName]();
  const lines = await CASES[caseName](system, async () => {
    tell({ ready: true });
    await new Promise((resolve) => process.once('message', resolve));
  });
  tell({ figures: { system: system.name, lines } }, () => process.exit());
}

function tell(message: FromChild, then?: () => void): void {
  process.send?.(message, () => then?.());
}
