import type { Catalogue } from '#shared/kernel/words.ts';

export const storePageWords = {
  'nav.administration': 'Administration',
  'store.nav': 'Store',
  'store.title': 'Store',
  'store.note': '{size} in {folder}',
  'store.restored':
    'This store was restored {when}, up to journal entry {seq}. What the server has of later work comes back with the next exchange.',

  'store.backups': 'Backups',
  'store.backups.last': 'Last backup',
  'store.backups.text':
    'Made every six hours, read back before they count. All of a day are kept, one a day for two weeks, one a week for eight.',
  'store.backups.now': 'Back up now',
  'store.backups.none': 'No backup yet',
  'store.backups.none.text': 'The first one is made half a minute after the console starts.',
  'store.backups.taken': 'Taken',
  'store.backups.size': 'Size',
  'store.backups.file': 'File',
  'store.backups.beforeUpgrade': 'before an upgrade',
  'store.backups.problem': 'The last backup failed',
  'store.backups.restore': 'To restore the newest good one, close Fairlead and run in its folder:',
  'store.backup.running': 'Making a backup…',
  'store.backup.done': 'Backed up and read back {when}: {size}, up to journal entry {seq}.',

  'store.checks': 'Checks',
  'store.chain': 'Verify chain now',
  'store.chain.text': 'Recomputes the hash of every journal entry, so that a changed or missing one shows.',
  'store.chain.running': 'Verifying the chain…',
  'store.chain.sound': 'The chain of {count|1 entry|{count} entries} is sound, verified {when}.',
  'store.chain.broken':
    'The chain breaks at entry {seq}: it, or one before it, is not what was written. Verified {when}.',
  'store.chain.broken.remedy':
    'Keep this file as it is and tell your office. A backup from before may still have the entry as it was.',
  'store.integrity': 'Check integrity now',
  'store.integrity.text': 'Reads every page of the file and compares every index with its table.',
  'store.integrity.running': 'Checking every page…',
  'store.integrity.sound': 'No damage found, checked {when}.',
  'store.integrity.broken': 'The file is damaged, found {when}.',
  'store.integrity.broken.remedy': 'Restore the last backup: the damaged file is kept beside it.',
  'store.never': 'Not done since the console was started.',
  'store.cancelled': 'Cancelled {when}. Nothing of it was kept.',

  'store.statistics': 'Statistics',
  'store.statistics.text':
    'The figures of the overview are kept up with every change, and compared with the records once a week. If they are ever in doubt, they can be counted anew from all records, archived ones too.',
  'store.statistics.again': 'Recalculate…',
  'store.statistics.ask': 'Recalculate all statistics?',
  'store.statistics.ask.text':
    'Every record of this console is counted again. Until that is done the overview shows no history; everything else works as before.',
  'store.statistics.ask.safe':
    'No record is changed. If the console is closed meanwhile, it goes on at the next start.',
  'store.statistics.confirm': 'Recalculate now',
  'store.statistics.progress': 'Recalculating statistics',
  'store.statistics.running': '{done} of {total} records counted',
  'store.statistics.done': 'Counted anew {when} from {count|1 record|{count} records}.',

  'store.encryption': 'Encryption',
  'store.encryption.on': 'Encrypted with {cipher}, attachments with AES-256-GCM.',
  'store.encryption.off': 'Not encrypted: whoever gets hold of this disk can read everything.',
  'store.encryption.unavailable': 'Not encrypted: this machine has no keychain that could keep the key.',
  'store.encryption.remedy.off':
    'Make a key file with “npm run store-key -- new FILE”, keep a copy elsewhere, and start the console with FAIRLEAD_STORE_KEY_FILE naming it. Everything that is here is encrypted then.',
  'store.encryption.remedy.unavailable':
    'Set up the keychain of the system (on Linux a keyring such as GNOME Keyring or KWallet) and start again, or give the console a key file with FAIRLEAD_STORE_KEY_FILE.',
  'store.encryption.key.keychain':
    'The key is kept by the keychain of this machine, for the account that Fairlead runs under.',
  'store.encryption.key.file':
    'The key is in the file that FAIRLEAD_STORE_KEY_FILE names. Keep a copy of it elsewhere: without it nothing here can be read.',
  'store.encryption.key.variable':
    'The key came in the variable FAIRLEAD_STORE_KEY. A key file is safer: a variable can be seen by other programs of the account.',
  'store.encryption.command':
    'To change the key, close the console and run, with the new one in FAIRLEAD_NEW_STORE_KEY_FILE:',
  'store.encryption.change': 'Change the key…',
  'store.encryption.change.title': 'Change the key of the store?',
  'store.encryption.change.text':
    'The console stops while the store and all its backups are written again under a new key. That takes about as long as copying them twice; nobody can work meanwhile.',
  'store.encryption.change.safe':
    'Nothing is lost if it is cut off: the next start goes on with it. The former key opens nothing any more afterwards.',
  'store.encryption.change.confirm': 'Change it now',
  'store.encryption.changed':
    '{count|The store has|The store and its copies, {count} files, have} a new key.',
  'store.encryption.leftAlone':
    'Left as they are, because they are damaged or under a key of another day: {files}',

  'store.archive': 'Archive',
  'store.archive.text':
    'Closed incidents move to a file of their month {days} days after their end, with their timeline, when the server has answered everything about them. Search finds them, their page shows them, and any change brings them back.',
  'store.archive.now': 'Archive now',
  'store.archive.progress': 'Moving to the archive',
  'store.archive.running': '{moved} of {total} moved',
  'store.archive.done': 'Finished {when}: {count|1 record|{count} records} moved.',
  'store.archive.waiting':
    '{count|1 that ended|{count} that ended} long ago stay for now: something about them is still to be done, or to be answered by the server.',
  'store.archive.cancelled': 'Stopped {when}. What has moved stays in the archive.',
  'store.archive.none': 'Nothing archived yet',
  'store.archive.none.text': 'Once a day the console looks for what is over.',
  'store.archive.month': 'Month',
  'store.archive.records': 'Records',
  'store.archive.size': 'Size',
  'store.archive.missing': 'The file is missing',

  'store.export': 'Export of everything',
  'store.export.text':
    'One SQLite file with a table for each kind of record, the same tables as CSV, and the attached files. Passphrases and keys are left out. It is not encrypted: keep it where only the right people read it.',
  'store.export.now': 'Export now',
  'store.export.running': '{done} of {total} rows',
  'store.export.starting': 'Counting rows…',
  'store.export.progress': 'Export',
  'store.export.done': '{rows} rows of {tables} tables and {count|1 file|{count} files}, finished {when}, in',

  'store.sizes': 'Size by collection',
  'store.sizes.again': 'Measure again',
  'store.sizes.running': 'Measuring…',
  'store.sizes.none': 'Not measured yet',
  'store.sizes.none.text': 'Measuring reads every page of the file once.',
  'store.sizes.collection': 'Collection',
  'store.sizes.kinds': 'Kinds of record',
  'store.sizes.kind': '{kind} {rows}',
  'store.sizes.rows': 'Records',
  'store.sizes.deleted': 'Deleted',
  'store.sizes.table': 'Records use',
  'store.sizes.indexes': 'Indexes use',
  'store.sizes.log':
    'Write-ahead log {wal}, free inside the file {free}, {count|1 journal entry|{count} journal entries}.',
  'store.sizes.other': 'Other tables',
  'store.sizes.name': 'Name',
  'store.sizes.size': 'Size',
  'store.indexes': 'Indexes ({count})',
  'store.indexes.of': 'Table',
  'store.indexes.statistics': 'Rows',
  'store.indexes.perValue': 'Rows a value',
  'store.indexes.unknown': 'not counted yet',
  'store.indexes.text':
    'Rows a value: how many rows share the first value of the index on average. Near 1 it finds at once; near the number of rows it finds nothing that reading the table would not.',

  'store.slow': 'Slow queries',
  'store.slow.text': 'Over half a second since the console was started. What was asked for is not kept.',
  'store.slow.none': 'None',
  'store.slow.none.text': 'Every query took less than half a second.',
  'store.slow.at': 'When',
  'store.slow.took': 'Took',
  'store.slow.sql': 'Query',
  'store.slow.alarm': 'very slow',
  'store.slow.ms': '{ms} ms',
} as const satisfies Catalogue;
