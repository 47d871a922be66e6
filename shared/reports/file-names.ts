/** Names that Windows keeps for devices, whatever their ending. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
/** What some file system refuses or reads as a path, and what turns the order of characters round. */
const UNSAFE = /[<>:"/\\|?*\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const NAME_BYTES_MAX = 150;
const TITLE_CHARACTERS_MAX = 60;

/** `2026-11-21-incidents-mv-aurora.pdf`: letters, digits and dashes that every system and mail gateway takes. */
export function exportFileName(madeAt: string, words: readonly string[], ending: string): string {
  const plain = words
    .join(' ')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, TITLE_CHARACTERS_MAX)
    .replace(/-+$/, '')
    .toLowerCase();
  return `${madeAt.slice(0, 10)}-${plain === '' ? 'report' : plain}.${ending}`;
}

/** A person's file name, made safe for every system. What is only dots and signs becomes `file`. */
export function safeFileName(fileName: string): string {
  const cleaned = fileName
    .toWellFormed()
    .normalize('NFC')
    .replace(UNSAFE, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  const named = cleaned === '' ? 'file' : cleaned;
  return shortened(DEVICE.test(named) ? `_${named}` : named);
}

/** Names of one folder: none is the same as another one, also where capitals don't count. */
export function distinctNames(): (fileName: string) => string {
  const taken = new Set<string>();
  return (fileName) => {
    const safe = safeFileName(fileName);
    const dot = safe.lastIndexOf('.');
    const [stem, ending] = dot > 0 ? [safe.slice(0, dot), safe.slice(dot)] : [safe, ''];
    let name = safe;
    for (let count = 2; taken.has(name.toLowerCase()); count += 1) name = `${stem} (${count})${ending}`;
    taken.add(name.toLowerCase());
    return name;
  };
}

/** Keeps the ending: it is what a person tells a file's kind by. */
function shortened(name: string): string {
  const encoder = new TextEncoder();
  if (encoder.encode(name).length <= NAME_BYTES_MAX) return name;
  const [ending = ''] = /\.[A-Za-z0-9]{1,8}$/.exec(name) ?? [];
  const characters = Array.from(name.slice(0, name.length - ending.length));
  while (encoder.encode(characters.join('')).length > NAME_BYTES_MAX - ending.length) characters.pop();
  return characters.join('').trimEnd() + ending;
}
