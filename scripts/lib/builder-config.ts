import type { AfterPackContext, Configuration } from 'electron-builder';
import { importedPackages, neededPackages, presentPackages } from './needed-packages.ts';
import { inProject } from './project.ts';
import { executableIn, setFuses } from './fuses.ts';

export const PRODUCT = { product: 'Fairlead', executable: 'fairlead' } as const;

export type PackagingOptions = {
  /** Public halves of the publisher's keys; none: what is built does not update itself. */
  readonly updateKeys: readonly string[];
  /** Packages that lie in `node_modules` and that the program does not load. */
  readonly leaveOut: readonly string[];
  readonly tried?: TriedPackage;
};

/** For trying on machines that can't fetch the official Electron: one that lies there already. Never shipped. */
export type TriedPackage = {
  readonly electronFolder: string;
  readonly electronVersion: string;
  /** Another number for the same program, to try an update to it. */
  readonly programVersion?: string;
};

export function builderConfig({ updateKeys, leaveOut, tried }: PackagingOptions): Configuration {
  return {
    appId: 'app.fairlead.console',
    productName: PRODUCT.product,
    copyright: 'Fairlead',
    directories: { output: outputFolder(tried !== undefined), buildResources: 'packaging' },
    artifactName: '${productName}-${version}-${arch}.${ext}',
    files: [
      'package.json',
      'out/main/**',
      'out/preload/**',
      'out/renderer/**',
      '!**/*.map',
      '!node_modules/better-sqlite3/{src,deps,build,binding.gyp}',
      // A macro of electron-builder. Patterns of one platform alone would take in the whole project.
      '!node_modules/better-sqlite3/prebuilds/!(${platform})-*.node',
      '!node_modules/**/*.{md,ts,map,markdown}',
      '!node_modules/**/*.test.js',
      '!node_modules/**/{test,tests,example,examples,docs}/**',
      // Builds for browsers, and types: nothing that a program in Node loads.
      '!node_modules/**/@types/**',
      '!node_modules/**/*.{iife.js,umd.cjs,d.cts,d.mts}',
      '!node_modules/{echarts,exceljs,date-holidays}/dist/**',
      '!node_modules/echarts/types/**',
      '!node_modules/pdfmake/build/**',
      ...leaveOut.map((name) => `!node_modules/${name}/**`),
    ],
    asar: true,
    // Chromium's own few words; those of the console are its own.
    electronLanguages: ['en', 'en-US'],
    // Native code is loaded by the system, which reads no archives.
    asarUnpack: ['node_modules/better-sqlite3/**'],
    // Node-API: the file in the package serves every Electron.
    npmRebuild: false,
    // Updates come from the company's own server, which main is told by the host.
    publish: null,
    extraMetadata: {
      updateKeys,
      scripts: {},
      devDependencies: {},
      imports: {},
      // A Debian package names one.
      homepage: 'https://fairlead.example',
      // By this name a desktop knows whose windows they are.
      desktopName: `${PRODUCT.executable}.desktop`,
      ...(tried?.programVersion === undefined ? {} : { version: tried.programVersion }),
    },
    ...(tried === undefined
      ? {}
      : { electronDist: tried.electronFolder, electronVersion: tried.electronVersion }),
    // The runtime that brings its own FUSE: newer systems have none of the older kind.
    toolsets: { appimage: '1.0.3' },
    afterPack: (context) => afterPack(context, tried === undefined),
    ...installers(tried !== undefined),
  };
}

/** What people install, on each system. */
function installers(isTried: boolean): Configuration {
  return {
    linux: {
      target: ['AppImage', 'deb'],
      executableName: PRODUCT.executable,
      syncDesktopName: true,
      category: 'Office',
      icon: 'packaging/icons/icon.png',
      synopsis: 'Offline-first operations console',
      maintainer: 'Fairlead <office@fairlead.example>',
    },
    appImage: { compression: isTried ? 'gzip' : 'zstd' },
    deb: {
      packageName: PRODUCT.executable,
      compression: 'xz',
      // Tells electron-updater that it runs from a Debian package; an AppImage has no such file.
      fpm: [
        `${inProject('packaging', 'debian', 'package-type')}=/opt/${PRODUCT.product}/resources/package-type`,
      ],
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

/** What is only tried lies apart from what may be given to people. */
export function outputFolder(isTried: boolean): string {
  return isTried ? 'dist/tried' : 'dist';
}

/** What is bundled into out/ already, or belongs to the sync server and the served console alone. */
export function packagesNotNeeded(): readonly string[] {
  const modules = inProject('node_modules');
  const needed = neededPackages(modules, importedPackages(inProject('out', 'main')));
  return presentPackages(modules).filter((name) => !needed.has(name));
}

/** Fuses come before the signature: they change the executable. */
async function afterPack(context: AfterPackContext, isStrict: boolean): Promise<void> {
  await setFuses(executableIn(context.appOutDir, context.electronPlatformName, PRODUCT), { isStrict });
}
