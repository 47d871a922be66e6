export type Mentionable = { readonly id: string; readonly name: string };

const NAME_CHARACTERS_MAX = 40;
const OFFERED_MAX = 6;
/** An `@` that begins a word, and what has been typed of a name since. */
const BEGUN = /(?:^|[\s(])@([^\s@][^@\n]*)?$/;

/** What is typed of a name right before the caret; undefined when no name is being typed. */
export function mentionBegun(text: string, caret: number): string | undefined {
  const match = BEGUN.exec(text.slice(0, caret));
  const typed = match?.[1] ?? '';
  return match === null || typed.length > NAME_CHARACTERS_MAX ? undefined : typed;
}

/** People whose name, or a part of it, begins with what is typed. */
export function offered<Person extends Mentionable>(people: readonly Person[], typed: string): Person[] {
  const wanted = typed.toLocaleLowerCase();
  return people
    .filter(({ name }) => {
      const full = name.toLocaleLowerCase();
      return full.startsWith(wanted) || full.split(/\s+/).some((part) => part.startsWith(wanted));
    })
    .slice(0, OFFERED_MAX);
}

/** The text with the name in place of what was typed of it, and where the caret stands then. */
export function withMention(text: string, caret: number, name: string): { text: string; caret: number } {
  const begun = mentionBegun(text, caret) ?? '';
  const start = caret - begun.length;
  const inserted = `${name} `;
  return {
    text: `${text.slice(0, start)}${inserted}${text.slice(caret).replace(/^ /, '')}`,
    caret: start + inserted.length,
  };
}

/** Whom a text mentions. Of two with one name, the one who was chosen from the list. */
export function mentionedIn(
  text: string,
  people: readonly Mentionable[],
  chosenIds: ReadonlySet<string>,
): string[] {
  const chosenFirst = people.toSorted((a, b) => Number(chosenIds.has(b.id)) - Number(chosenIds.has(a.id)));
  const byName = new Map(chosenFirst.toReversed().map(({ id, name }) => [name, id]));
  const found = splitMentions(text, [...byName.keys()])
    .filter((part) => part.isMention)
    .map((part) => byName.get(part.text.slice(1)) ?? '');
  return [...new Set(found)];
}

/** A text cut where it mentions somebody. The longest name that fits counts: `@Ann Lee` is not Ann. */
export function splitMentions(
  text: string,
  names: readonly string[],
): { text: string; isMention: boolean }[] {
  const longestFirst = names.filter((name) => name !== '').toSorted((a, b) => b.length - a.length);
  const parts: { text: string; isMention: boolean }[] = [];
  let plain = '';
  for (let at = 0; at < text.length; ) {
    const name = text[at] === '@' ? longestFirst.find((one) => isMentionAt(text, at, one)) : undefined;
    if (name === undefined) {
      plain += text[at];
      at += 1;
      continue;
    }
    if (plain !== '') parts.push({ text: plain, isMention: false });
    plain = '';
    parts.push({ text: `@${name}`, isMention: true });
    at += name.length + 1;
  }
  return plain === '' ? parts : [...parts, { text: plain, isMention: false }];
}

const WORD = /[\p{L}\p{N}]/u;

function isMentionAt(text: string, at: number, name: string): boolean {
  return (
    text.startsWith(name, at + 1) &&
    !WORD.test(text.charAt(at + 1 + name.length)) &&
    !WORD.test(text.charAt(at - 1))
  );
}
