/** Turns the direction of text, joins it or shows nothing at all: a name with it looks like another name. */
const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;
/** What Windows or a shell would take for something else than a letter of a name. */
const NOT_IN_NAMES = /[<>:"/\\|?*]/g;
/** Windows opens a device under these, whatever ending stands behind. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;
const ENDING = /\.[^.]*$/;

/** A text from elsewhere, on one line and as it is seen. */
export function seenText(text: string): string {
  return text.toWellFormed().replaceAll(UNSEEN, '').replaceAll('\uFFFD', '');
}

/** The last part of a path, whatever system it comes from, as a name that looks like what it is. */
export function plainFileName(path: string): string {
  const last = path.split(/[\\/]/).findLast((part) => part.trim() !== '') ?? '';
  const seen = last.toWellFormed().normalize('NFC').replaceAll(UNSEEN, '').replaceAll(NOT_IN_NAMES, '_');
  // A dot or a blank at the end vanishes on Windows, and with it the ending that a person saw.
  const name = seen
    .trim()
    .replace(/[. ]+$/, '')
    .replace(/^\.+/, '');
  return DEVICE.test(name) ? `_${name}` : name;
}

/** The name with the ending that its bytes call for: `report.pdf.exe` of a PDF becomes `report.pdf.pdf`. */
export function withEnding(name: string, endings: readonly [string, ...string[]]): string {
  const ending = ENDING.exec(name)?.[0].toLowerCase();
  if (ending !== undefined && endings.includes(ending)) return name;
  const stem = ending === undefined ? name : name.replace(ENDING, '');
  return `${stem}${endings[0]}`;
}
