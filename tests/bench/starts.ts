import { must } from '#shared/kernel/assert.ts';
import type { DevtoolsPage } from './devtools-page.ts';
import { SIGN_IN } from './fleet-company.ts';
import { percentile, type Spread, spread } from './measure.ts';
import { hostCameBack, installProbe, listShown, signInShown } from './page-probe.ts';
import { startPlainConsole } from './plain-console.ts';
import { hostOf, type Memory, memoryByRole, type Role, ROLES } from './process-memory.ts';

const ROUNDS = 10;
/** After the list stands, until the memory is read: the first collections of garbage have passed. */
const SETTLE_MS = 3_000;

type Round = {
  readonly signInPageMs: number;
  readonly signInToListMs: number;
  readonly memory: Record<Role, Memory>;
  readonly killToLostMs: number;
  readonly killToConnectedMs: number;
  readonly killToListMs: number;
};

export type StartFigures = {
  readonly signInPageMs: Spread;
  readonly signInToListMs: Spread;
  readonly listMs: Spread;
  readonly memory: Record<Role, Memory>;
  readonly killToLostMs: Spread;
  readonly killToConnectedMs: Spread;
  readonly killToListMs: Spread;
};

/**
 * Starts the console again and again. Each start has its one kill: a host that dies twice within a minute
 * is started again after a longer wait, and that wait is not what is measured.
 */
export async function measureStarts(dataDir: string): Promise<StartFigures> {
  const rounds: Round[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await measureRound(dataDir));
  return {
    signInPageMs: spread(rounds.map((round) => round.signInPageMs)),
    signInToListMs: spread(rounds.map((round) => round.signInToListMs)),
    listMs: spread(rounds.map((round) => round.signInPageMs + round.signInToListMs)),
    memory: medianMemory(rounds),
    killToLostMs: spread(rounds.map((round) => round.killToLostMs)),
    killToConnectedMs: spread(rounds.map((round) => round.killToConnectedMs)),
    killToListMs: spread(rounds.map((round) => round.killToListMs)),
  };
}

async function measureRound(dataDir: string): Promise<Round> {
  const { pid, page, spawnedAtMs, quit } = await startPlainConsole(dataDir);
  try {
    await page.run(installProbe);
    const signInPageMs = (await page.run(signInShown)) - spawnedAtMs;
    const signInToListMs = await signInToList(page);
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    const memory = memoryByRole(pid);
    const back = page.run(hostCameBack);
    const killedAtMs = Date.now();
    process.kill(must(hostOf(pid), 'the console has a host'), 'SIGKILL');
    const { lostAtMs, connectedAtMs, listAtMs } = await back;
    return {
      signInPageMs,
      signInToListMs,
      memory,
      killToLostMs: lostAtMs - killedAtMs,
      killToConnectedMs: connectedAtMs - killedAtMs,
      killToListMs: listAtMs - killedAtMs,
    };
  } finally {
    await quit();
  }
}

async function signInToList(page: DevtoolsPage): Promise<number> {
  await page.run(() => {
    location.hash = '#/incidents';
    document.querySelector<HTMLInputElement>('input[autocomplete=username]')?.focus();
  });
  await page.insertText(SIGN_IN.name);
  await page.run(() =>
    document.querySelector<HTMLInputElement>('input[autocomplete=current-password]')?.focus(),
  );
  await page.insertText(SIGN_IN.passphrase);
  const clickedAtMs = await page.run(() => {
    const clickedMs = performance.timeOrigin + performance.now();
    document.querySelector<HTMLButtonElement>('button[type=submit]')?.click();
    return clickedMs;
  });
  return (await page.run(listShown)) - clickedAtMs;
}

function medianMemory(rounds: readonly Round[]): Record<Role, Memory> {
  const medians = ROLES.map((role) => {
    const of = (kind: keyof Memory) =>
      Math.round(
        percentile(
          rounds.map((round) => round.memory[role][kind]),
          0.5,
        ),
      );
    return [role, { rssMiB: of('rssMiB'), pssMiB: of('pssMiB') }];
  });
  // Made from ROLES, so each role has its median.
  return Object.fromEntries(medians) as Record<Role, Memory>;
}
