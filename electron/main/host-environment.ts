/** What the host may know of the environment it was started from; the default would be all of it (UP-1). */
const PASSED_ON = new Set([
  'PATH',
  'HOME',
  'USER',
  'LANG',
  'TZ',
  'TMPDIR',
  'TMP',
  'TEMP',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'SYSTEMROOT',
  'COMPUTERNAME',
]);
const PASSED_ON_PREFIXES = ['FAIRLEAD_', 'LC_'];
/** Handed over by message: what stands in an environment can be read by others. */
const KEPT_BACK = new Set(['FAIRLEAD_STORE_KEY']);

export interface OwnVariables {
  FAIRLEAD_DATA_DIR: string;
  FAIRLEAD_VERSION: string;
}

export function hostEnvironment(env: NodeJS.ProcessEnv, own: OwnVariables): Record<string, string> {
  const passed = Object.entries(env).filter((entry): entry is [string, string] => {
    const [name, value] = entry;
    if (value === undefined || KEPT_BACK.has(name)) return false;
    return PASSED_ON.has(name.toUpperCase()) || PASSED_ON_PREFIXES.some((prefix) => name.startsWith(prefix));
  });
  return { ...Object.fromEntries(passed), ...own };
}
