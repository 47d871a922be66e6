import path from 'node:path';

const PROFILE_NAME = /^[a-z0-9][a-z0-9-]{0,39}$/;
const DEFAULT_PROFILE = 'main';

export interface DataFolderSources {
  env: NodeJS.ProcessEnv;
  args: string[];
  homeFolder: string;
  platform?: NodeJS.Platform;
}

/**
 * Where this console keeps everything: FAIRLEAD_DATA_DIR, or the folder of the profile (`--profile=NAME`).
 * One folder is one console: lock, store, keys, logs and window state belong together.
 */
export function findDataFolder(sources: DataFolderSources): string {
  const named = sources.env['FAIRLEAD_DATA_DIR'];
  if (named) return path.resolve(named);
  const argument = sources.args.find((arg) => arg.startsWith('--profile='));
  return profileFolder(argument?.slice('--profile='.length) ?? DEFAULT_PROFILE, sources);
}

export function profileFolder(profile: string, sources: Omit<DataFolderSources, 'args'>): string {
  if (!PROFILE_NAME.test(profile)) {
    throw new Error(`A profile's name is of lower case letters, digits and hyphens, at most 40: ${profile}`);
  }
  return path.join(applicationsFolder(sources), profile);
}

function applicationsFolder({
  env,
  homeFolder,
  platform = process.platform,
}: Omit<DataFolderSources, 'args'>) {
  if (platform === 'win32') {
    return path.join(env['APPDATA'] || path.join(homeFolder, 'AppData', 'Roaming'), 'Fairlead');
  }
  if (platform === 'darwin') return path.join(homeFolder, 'Library', 'Application Support', 'Fairlead');
  return path.join(env['XDG_DATA_HOME'] || path.join(homeFolder, '.local', 'share'), 'fairlead');
}
