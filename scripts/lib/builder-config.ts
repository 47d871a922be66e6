import type { AfterPackContext, Configuration } from 'electron-builder';
import { importedPackages, neededPackages, presentPackages } from './needed-packages.ts';
import { inProject } from './project.ts';
import { executableIn, setFuses } from './fuses.ts';

export const PRODUCT = { product: 'Fairlead', executable: 'fairlead' } as const;

export type PackagingOptions = {
  /** Public halves of the publisher's keys; none: what is built does not update itself. */
  readonly updateKeys: readonly string[];
  /** An Electron that lies here already, for trying on machines that can't fetch the official one. */
  readonly tried?: { readonly folder: string; readonly version: string };
};

export function builderConfig({ updateKeys, tried }: PackagingOptions): Configuration {
  return {
    appId: 'app.fairlead.console',
    productName: PRODUCT.product,
    copyright: 'Fairlead',
    directories: { output: 'dist', buildResources: 'packaging' },
    artifactName: '${productName}-${version}-${arch}.${ext}',
    files: [
      'package.json',
      'out/main/**',
      'out/preload/**',
      'out/renderer/**',
      '!**/*.map',
      '!node_modules/better-sqlite3/{src,deps,build,binding.gyp}',
      '!node_modules/**/*.{md,ts,map,markdown}',
      '!node_modules/**/*.test.js',
      '!node_modules/**/{test,tests,example,examples,docs}/**',
      ...notNeeded().map((name) => `!node_modules/${name}/**`),
    ],
    asar: true,
    // Native code is loaded by the system, which reads no archives.
    asarUnpack: ['node_modules/better-sqlite3/**'],
    // Node-API: the file in the package serves every Electron.
    npmRebuild: false,
    // Updates come from the company's own server, which main is told by the host.
    publish: null,
    extraMetadata: { updateKeys, scripts: {}, devDependencies: {}, imports: {} },
    ...(tried === undefined ? {} : { electronDist: tried.folder, electronVersion: tried.version }),
    afterPack: (context) => afterPack(context, tried === undefined),
    linux: {
      target: ['AppImage', 'deb'],
      executableName: PRODUCT.executable,
      category: 'Office',
      icon: 'packaging/icons/icon.png',
      synopsis: 'Offline-first operations console',
      maintainer: 'Fairlead <office@fairlead.example>',
    },
    win: { target: ['nsis'], icon: 'packaging/icons/icon.ico' },
    nsis: {
      oneClick: false,
      perMachine: true,
      allowToChangeInstallationDirectory: true,
      deleteAppDataOnUninstall: false,
    },
    mac: {
      target: ['dmg', 'zip'],
      icon: 'packaging/icons/icon.icns',
      category: 'public.app-category.business',
      hardenedRuntime: true,
    },
  };
}

/** What is bundled into out/ already, or belongs to the sync server and the served console alone. */
function notNeeded(): readonly string[] {
  const modules = inProject('node_modules');
  const needed = neededPackages(modules, importedPackages(inProject('out', 'main')));
  return presentPackages(modules).filter((name) => !needed.has(name));
}

/** Fuses come before the signature: they change the executable. */
async function afterPack(context: AfterPackContext, isStrict: boolean): Promise<void> {
  await setFuses(executableIn(context.appOutDir, context.electronPlatformName, PRODUCT), { isStrict });
}
