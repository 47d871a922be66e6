import { build, Platform } from 'electron-builder';
import {
  builderConfig,
  outputFolder,
  packagesNotNeeded,
  PRODUCT,
  type TriedPackage,
} from './builder-config.ts';
import { checkPackage } from './check-package.ts';
import { executableIn } from './fuses.ts';
import { offerTools } from './packaging-tools.ts';
import { inProject, projectRoot } from './project.ts';

export type PackageRequest = {
  readonly platforms: readonly Platform[];
  /** electron-builder's names of what is to be made; none: all that is configured. */
  readonly targets?: readonly string[];
  readonly updateKeys: readonly string[];
  readonly tried?: TriedPackage;
};

export type Packaged = {
  /** What people install. */
  readonly artifacts: readonly string[];
  /** What is wrong with what was packaged, a line each. */
  readonly problems: readonly string[];
};

/** Makes what people install of what `npm run build` has built, and reads back what must hold of it. */
export async function packageConsole(request: PackageRequest): Promise<Packaged> {
  const { platforms, targets = [], updateKeys, tried } = request;
  const clearTools = await offerTools({ isTried: tried !== undefined });
  try {
    const artifacts = await build({
      projectDir: projectRoot,
      targets: new Map(platforms.flatMap((platform) => [...platform.createTarget([...targets]).entries()])),
      config: builderConfig({
        updateKeys,
        leaveOut: packagesNotNeeded(),
        ...(tried === undefined ? {} : { tried }),
      }),
      publish: 'never',
    });
    const problems = platforms.includes(Platform.LINUX) ? await linuxProblems(tried !== undefined) : [];
    return { artifacts, problems };
  } finally {
    clearTools();
  }
}

function linuxProblems(isTried: boolean): Promise<readonly string[]> {
  const folder = inProject(outputFolder(isTried), 'linux-unpacked');
  return checkPackage(folder, executableIn(folder, 'linux', PRODUCT), { isStrict: !isTried });
}
