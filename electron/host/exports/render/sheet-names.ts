import { cleanText } from '#shared/reports/safe-text.ts';

const NAME_CHARACTERS_MAX = 31;
/** Excel refuses these in a name, an apostrophe at its ends, and the name it gives its own history. */
const UNSAFE = /[\\/?*[\]:\n\t]/g;

/** Names that Excel takes for sheets: none of them twice, whatever the letters' case. */
export function sheetNames(): (title: string) => string {
  const taken = new Set(['history']);
  return (title) => {
    const wanted =
      cleanText(title)
        .replace(UNSAFE, ' ')
        .replace(/^['\s]+|['\s]+$/g, '') || 'Sheet';
    let name = wanted.slice(0, NAME_CHARACTERS_MAX).trimEnd();
    for (let count = 2; taken.has(name.toLowerCase()); count += 1) {
      const ending = ` (${count})`;
      name = wanted.slice(0, NAME_CHARACTERS_MAX - ending.length).trimEnd() + ending;
    }
    taken.add(name.toLowerCase());
    return name;
  };
}
