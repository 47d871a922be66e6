import type { ImportUse } from './read-imports.ts';

export interface BrokenBorder {
  rule: string;
  reason: string;
  target: string;
  line: number;
}

interface Border {
  rule: string;
  /** Why the border is there: printed with every finding. */
  reason: string;
  /** Which files it binds. */
  from: (file: string) => boolean;
  /** Whether the import may stand. */
  allows: (use: ImportUse, file: string) => boolean;
}

/** The one file of the host that the renderer may name, and only as a type. */
const ROUTER_TYPE = 'electron/host/api/router.ts';
/** What a domain shows to the other domains. */
const DOMAIN_SURFACE = ['schema.ts', 'queries.ts', 'words.ts', 'calendar.ts'];
const DOMAIN_FILE = /^shared\/domains\/([^/]+)\/(.+)$/;

/** The borders between the folders (README.md, "For those who change it"). Tests may reach further: they cross on purpose. */
const BORDERS: Border[] = [
  {
    rule: 'electron-only-in-main',
    reason:
      'Only electron/main and electron/preload run where Electron is; everything else must run without it.',
    from: (file) => !within(file, 'electron/main', 'electron/preload'),
    allows: (use) => !isPackage(use, 'electron'),
  },
  {
    rule: 'renderer-knows-shared',
    reason:
      'The renderer is a page: of the host it may name the type of the router (import type), nothing more.',
    from: (file) => within(file, 'renderer'),
    allows: (use) =>
      !isProjectFile(use) ||
      within(use.target, 'renderer', 'shared') ||
      (use.target === ROUTER_TYPE && use.typeOnly),
  },
  {
    rule: 'renderer-without-node',
    reason: 'A page has no Node.',
    from: (file) => within(file, 'renderer'),
    allows: (use) => !use.target.startsWith('node:'),
  },
  {
    rule: 'shared-stands-alone',
    reason: 'Shared code runs in host, server, worker and page alike: it imports other shared code only.',
    from: (file) => within(file, 'shared'),
    allows: (use) => !isProjectFile(use) || within(use.target, 'shared'),
  },
  {
    rule: 'shared-without-environment',
    reason: 'Shared code knows no Node and no React.',
    from: (file) => within(file, 'shared'),
    allows: (use) => !use.target.startsWith('node:') && !isPackage(use, 'react', 'react-dom'),
  },
  {
    rule: 'domain-surface',
    reason: `Of another domain only ${DOMAIN_SURFACE.join(', ')} may be read; effects go through reactions.ts.`,
    from: (file) => DOMAIN_FILE.test(file),
    allows: (use, file) => {
      const target = DOMAIN_FILE.exec(use.target);
      if (!target || target[1] === DOMAIN_FILE.exec(file)?.[1]) return true;
      return DOMAIN_SURFACE.includes(String(target[2]));
    },
  },
  {
    rule: 'kernel-below-domains',
    reason: 'The kernel is what domains are made of; it can name none of them.',
    from: (file) => within(file, 'shared/kernel'),
    allows: (use) => !within(use.target, 'shared/domains'),
  },
  {
    rule: 'host-without-window',
    reason: 'The host also runs as a plain Node process: it knows shared code and its migrations only.',
    from: (file) => within(file, 'electron/host'),
    allows: (use) => !isProjectFile(use) || within(use.target, 'electron/host', 'shared', 'migrations/local'),
  },
  {
    rule: 'main-holds-no-domain',
    reason: 'Main supervises: of the host it knows the messages, of shared code the kernel.',
    from: (file) => within(file, 'electron/main', 'electron/preload'),
    allows: (use) =>
      !isProjectFile(use) ||
      within(use.target, 'electron/main', 'shared/kernel') ||
      use.target === 'electron/host/messages.ts',
  },
  {
    rule: 'server-knows-shared',
    reason: 'The sync server is a program of its own: it knows shared code and its migrations only.',
    from: (file) => within(file, 'sync-server'),
    allows: (use) => !isProjectFile(use) || within(use.target, 'sync-server', 'shared', 'migrations/server'),
  },
];

/** The borders that a file's imports break, in the order of the imports. */
export function findBrokenBorders(file: string, uses: ImportUse[]): BrokenBorder[] {
  if (isTest(file)) return [];
  const binding = BORDERS.filter((border) => border.from(file));
  return uses.flatMap((use) =>
    binding
      .filter((border) => !border.allows(use, file))
      .map(({ rule, reason }) => ({ rule, reason, target: use.target, line: use.line })),
  );
}

function isTest(file: string): boolean {
  return file.startsWith('tests/') || /\.(test|spec)\.tsx?$/.test(file);
}

function within(file: string, ...folders: string[]): boolean {
  return folders.some((folder) => file.startsWith(`${folder}/`));
}

function isProjectFile(use: ImportUse): boolean {
  return use.specifier.startsWith('.') || use.specifier.startsWith('#');
}

function isPackage(use: ImportUse, ...names: string[]): boolean {
  return names.some((name) => use.specifier === name || use.specifier.startsWith(`${name}/`));
}
