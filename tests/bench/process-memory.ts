import fs from 'node:fs';

export const ROLES = ['main', 'host', 'renderer', 'gpu', 'zygotes', 'other'] as const;
export type Role = (typeof ROLES)[number];
export type Memory = { readonly rssMiB: number; readonly pssMiB: number };

/** A process and all below it, by number, the first one included. */
export function processTree(rootPid: number): number[] {
  const parents = new Map(
    fs
      .readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => [Number(name), parentOf(Number(name))]),
  );
  const tree = [rootPid];
  for (const pid of tree) {
    for (const [child, parent] of parents) if (parent === pid) tree.push(child);
  }
  return tree;
}

export function hostOf(rootPid: number): number | undefined {
  return processTree(rootPid).find((pid) => roleOf(pid, rootPid) === 'host');
}

/** The memory of a running console by what its processes are for. */
export function memoryByRole(rootPid: number): Record<Role, Memory> {
  const sums = Object.fromEntries(ROLES.map((role) => [role, { rssMiB: 0, pssMiB: 0 }]));
  for (const pid of processTree(rootPid)) {
    const sum = sums[roleOf(pid, rootPid)];
    const { rssMiB, pssMiB } = memoryOf(pid);
    if (sum !== undefined) {
      sum.rssMiB += rssMiB;
      sum.pssMiB += pssMiB;
    }
  }
  // Made from ROLES, so each role has its sum.
  return sums as Record<Role, Memory>;
}

/** PSS shares a page fairly among the processes that have it, so only PSS may be added up. */
export function memoryOf(pid: number): Memory {
  const text = readProc(pid, 'smaps_rollup');
  return { rssMiB: mebibytes(text, 'Rss'), pssMiB: mebibytes(text, 'Pss') };
}

function mebibytes(text: string, field: string): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) / 1_024;
}

function roleOf(pid: number, rootPid: number): Role {
  if (pid === rootPid) return 'main';
  const command = readProc(pid, 'cmdline').replaceAll('\0', ' ');
  if (command.includes('--type=renderer')) return 'renderer';
  if (command.includes('--type=gpu-process')) return 'gpu';
  if (command.includes('--type=zygote')) return 'zygotes';
  return command.includes('--utility-sub-type=node.mojom.NodeService') ? 'host' : 'other';
}

function parentOf(pid: number): number {
  return Number(/^\d+ \(.*\) \S (\d+)/s.exec(readProc(pid, 'stat'))?.[1] ?? 0);
}

/** Empty for a process that has ended meanwhile. */
function readProc(pid: number, name: string): string {
  try {
    return fs.readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && ['ENOENT', 'ESRCH'].includes(String(error.code)))
      return '';
    throw error;
  }
}
