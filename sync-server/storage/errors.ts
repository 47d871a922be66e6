import { errorsOf } from '#shared/kernel/error-texts.ts';

/** Why the database of the server is not opened, and why it keeps nothing of a request. */
export const storageError = errorsOf('server.storage', {
  'version-newer': {
    code: 'store-newer',
    message: "The server's database has version {version}; this server knows {known}.",
    remedy: 'Start the newer server, or restore the backup from before its update.',
  },
  'migrations-newer': {
    code: 'store-newer',
    message: "The server's database has {applied} migrations; this server knows {known}.",
    remedy: 'Start the newer server, or restore the backup from before its update.',
  },
  'migration-different': {
    code: 'store-corrupt',
    message: "Migration {number} of this database was {applied}; this server's is {known}.",
    remedy: 'This is the database of another program, or of a version that was never released.',
  },
  'several-organisations': {
    code: 'invalid-input',
    message: 'The database holds several organisations, and this server was not told which one is its own.',
    remedy: 'Set --organisation-id or FAIRLEAD_SERVER_ORGANISATION_ID.',
  },
  'database-full': {
    code: 'disk-full',
    message: "The server's database is full; nothing of this request was kept.",
    remedy: 'Free space on the database server. Consoles keep their work and send it again.',
  },
  'not-text': { code: 'invalid-input', message: 'The request has characters that are no text.' },
  'database-busy': {
    code: 'server-busy',
    message: 'The database of the server does not answer at the moment.',
    remedy: 'Nothing is lost: the console tries again by itself.',
  },
});
