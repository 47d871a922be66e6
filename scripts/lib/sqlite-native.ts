import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { electronCacheFolder } from './electron-package.ts';
import { inProject, nodePath } from './project.ts';
import { createFolderAtomically } from './replace-folder.ts';
import { mustRun } from './run-command.ts';

const require = createRequire(import.meta.url);

/** How the file was built; a change here makes a new file. */
const BUILD_REVISION = 1;
const FILE_NAME = 'better_sqlite3.node';

/** The file, if an earlier run has built it for the installed version. */
export function preparedSqlite(): string | undefined {
  const file = path.join(buildFolder(), FILE_NAME);
  return fs.existsSync(file) ? file : undefined;
}

/**
 * better-sqlite3 for the prepared Electron. The prebuilt file of the npm package asks for Node-API 10, which
 * the Node 20 inside Electron 33 has only as experimental: it is built once from the package's own sources.
 */
export async function prepareSqliteForElectron(report: (line: string) => void): Promise<string> {
  const target = buildFolder();
  const file = path.join(target, FILE_NAME);
  if (fs.existsSync(file)) return file;
  report(`${nameAndVersion()}: building for the prepared Electron (about two minutes)`);
  await createFolderAtomically(target, async (folder) => {
    const work = fs.mkdtempSync(`${target}.unfinished-build-`);
    try {
      fs.copyFileSync(await buildIn(work), path.join(folder, FILE_NAME));
      fs.chmodSync(folder, 0o755);
    } finally {
      fs.rmSync(work, { recursive: true, force: true });
    }
  });
  report(`better-sqlite3: ready in ${file}`);
  return file;
}

function buildFolder(): string {
  return path.join(electronCacheFolder(), `${nameAndVersion()}-r${BUILD_REVISION}`);
}

async function buildIn(work: string): Promise<string> {
  const packageFolder = findPackage();
  const copy = path.join(work, 'node_modules', 'better-sqlite3');
  fs.cpSync(packageFolder, copy, {
    recursive: true,
    filter: (source) => path.relative(packageFolder, source) !== 'prebuilds',
  });
  fs.cpSync(
    path.dirname(require.resolve('node-addon-api/package.json', { paths: [packageFolder] })),
    path.join(work, 'node_modules', 'node-addon-api'),
    { recursive: true },
  );
  await mustRun(
    nodePath,
    [findNodeGyp(), 'rebuild', '--release', '--force_build=1', `--nodedir=${findNodeHeaders()}`, '-j', 'max'],
    {
      cwd: copy,
      env: {
        ...process.env,
        CXXFLAGS: '-UNAPI_VERSION -DNAPI_EXPERIMENTAL -DNODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT',
      },
    },
  );
  return path.join(copy, 'build', 'Release', FILE_NAME);
}

/** npm carries node-gyp; asking for it by name would download it again. */
function findNodeGyp(): string {
  const npmScripts = [process.env['npm_execpath'], ...searchPath().map((folder) => path.join(folder, 'npm'))]
    .filter((file) => file !== undefined && fs.existsSync(file))
    .map((file) => path.dirname(fs.realpathSync(String(file))));
  return firstExisting(
    [
      ...npmScripts.map((folder) => path.join(folder, '../node_modules/node-gyp/bin/node-gyp.js')),
      '/usr/share/nodejs/node-gyp/bin/node-gyp.js',
    ],
    "node-gyp, which comes with npm, wasn't found",
  );
}

function searchPath(): string[] {
  return (process.env['PATH'] ?? '').split(path.delimiter).filter(Boolean);
}

/** The folder above `include/node`: the `node` package brings its own headers, a Node installed otherwise too. */
function findNodeHeaders(): string {
  const folders = [
    inProject('node_modules', 'node', 'node_modules', `node-${process.platform}-${process.arch}`),
    inProject('node_modules', `node-${process.platform}-${process.arch}`),
    path.resolve(path.dirname(process.execPath), '..'),
    '/usr/local',
    '/usr',
  ];
  const header = firstExisting(
    folders.map((folder) => path.join(folder, 'include', 'node', 'node_api.h')),
    "Node's headers (include/node/node_api.h) weren't found",
  );
  return path.resolve(header, '../../..');
}

function firstExisting(candidates: string[], problem: string): string {
  const found = candidates.find((candidate) => fs.existsSync(candidate));
  if (found === undefined) throw new Error(`${problem}; looked for ${candidates.join(', ')}`);
  return found;
}

function findPackage(): string {
  return path.dirname(require.resolve('better-sqlite3/package.json'));
}

/** Of what is really installed: `better-sqlite3` is an alias (docs/decisions/encryption.md). */
function nameAndVersion(): string {
  const manifest: unknown = JSON.parse(fs.readFileSync(path.join(findPackage(), 'package.json'), 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'name' in manifest && 'version' in manifest)
    return `${String(manifest.name)}-${String(manifest.version)}`;
  throw new Error('better-sqlite3 has no name or version');
}
