import { errorsOf } from '#shared/kernel/error-texts.ts';

const SEE_HELP = 'See --help.';

/** Why a command line asks for nothing there is, and why a command that was understood is not done. */
export const cliError = errorsOf('server.cli', {
  'arguments-not-understood': { code: 'invalid-input', message: '{fault}', remedy: SEE_HELP },
  'several-commands': {
    code: 'invalid-input',
    message: 'There is one command at a time, not {commands}.',
    remedy: SEE_HELP,
  },
  'command-unknown': { code: 'invalid-input', message: 'There is no command {command}.', remedy: SEE_HELP },
  'option-missing': { code: 'invalid-input', message: '{option} is missing.', remedy: SEE_HELP },
  'option-unusable': {
    code: 'invalid-input',
    message: '{option} can’t be used: {fault}',
    remedy: SEE_HELP,
  },
  'code-for-one-thing': {
    code: 'invalid-input',
    message: 'A code needs exactly one of --site, --station-of and --found.',
    remedy: SEE_HELP,
  },
  'site-kind-unknown': { code: 'invalid-input', message: '--kind is one of {kinds}.', remedy: SEE_HELP },
  'files-missing': {
    code: 'invalid-input',
    message: '{command} needs the files of the release.',
    remedy: SEE_HELP,
  },
  'files-not-taken': { code: 'invalid-input', message: '{command} takes no files.', remedy: SEE_HELP },
  'no-private-port': {
    code: 'invalid-input',
    message: 'There is no private port to ask: give --admin-port or FAIRLEAD_SERVER_ADMIN_PORT.',
    remedy: SEE_HELP,
  },
  'setting-wrong': { code: 'invalid-input', message: '{source} must be {rule}.', remedy: SEE_HELP },
  'setting-file-unreadable': {
    code: 'invalid-input',
    message: "{variable} names a file that can't be read: {fault}.",
    remedy: 'Check its path, and that the user of the server may read it.',
  },
  'tls-needs-both': {
    code: 'invalid-input',
    message: '{option} is missing: TLS needs both certificate and key.',
    remedy: 'Give both, or neither to serve behind a proxy.',
  },
  'nothing-answers': { code: 'server-unreachable', message: 'Nothing answers at {host}:{port}.' },
  unwell: { code: 'server-failed', message: 'The server answers with status {status}.' },
  'file-unreadable': { code: 'not-found', message: "The file can't be read: {fault}.", field: 'file' },
  'backup-of-postgres': {
    code: 'invalid-input',
    message: 'This command copies the embedded database, and the server uses Postgres.',
    remedy: 'Back Postgres up with its own means: see docs/deployment/postgres.md.',
  },
  'backup-of-nothing': {
    code: 'not-found',
    message: 'There is no database in {dataFolder}.',
    remedy: 'Give the data folder of the server with --data.',
  },
  'backup-over-another': {
    code: 'already-exists',
    message: '{folder} is there already, and a backup overwrites nothing.',
    remedy: 'Give a new folder, for instance with the date in its name.',
  },
  'backup-damaged': {
    code: 'store-corrupt',
    message: 'The copy is damaged: {found}.',
    remedy: 'Check the disks, keep older backups, and look at the server’s own file with integrity_check.',
  },
});
