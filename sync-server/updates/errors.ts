import { errorsOf } from '#shared/kernel/error-texts.ts';

/** Why a release is not signed, not published, or not there to fetch. */
export const updateError = errorsOf('server.updates', {
  'key-not-written': {
    code: 'invalid-input',
    message: '{file} could not be written: {fault}.',
    remedy: 'Give a new file in a folder of yours.',
  },
  'no-key': {
    code: 'invalid-input',
    message: '{file} is no key: {fault}.',
    remedy: 'Give the file that `signing-key` made.',
  },
  'key-of-another-kind': {
    code: 'invalid-input',
    message: '{file} holds another kind of key.',
    remedy: 'Give the file that `signing-key` made.',
  },
  'file-missing': { code: 'not-found', message: '{file} is not there, or empty.' },
  'no-program': {
    code: 'invalid-input',
    message: '{file} is no program that a console could install.',
    remedy: 'Give files that end in .AppImage, .deb, .exe, .dmg or .zip.',
  },
  'not-signed': {
    code: 'invalid-input',
    message: '{file} is not signed, and no console installs what is not.',
    remedy: 'Run `sign` where the key is kept and bring the .sig file along, or give --signing-key.',
  },
  'notes-too-long': {
    code: 'invalid-input',
    message: 'The notes are longer than {charactersMax} characters.',
    remedy: 'Say in a few lines what changes for people on watch.',
  },
  'version-not-higher': {
    code: 'already-exists',
    message: 'Version {highest} was published, and {version} is not higher.',
    remedy: 'Build it again under a higher version: consoles never install a lower one.',
  },
  'version-not-published': {
    code: 'not-found',
    message: 'Version {version} was not published here.',
    remedy: 'The command `releases` lists what was.',
  },
  'version-pulled': {
    code: 'rule-broken',
    message: 'Version {version} was pulled.',
    remedy: 'Publish a higher version.',
  },
  'no-such-release': {
    code: 'not-found',
    message: 'There is no such release here.',
    remedy: 'Your office publishes updates on the sync server.',
  },
});
