import type { Content, TableCell } from 'pdfmake/interfaces.js';

/** Stands for a character that the font can't draw; fonts bring it for that. */
export const UNPRINTED = '\uFFFD';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Joiners, selectors and signs of direction are never drawn themselves. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
const LINE = new Set(['\n', '\t']);

/** Texts as a font can draw them, and how many characters it could not. */
export class Printable {
  readonly #characters: ReadonlySet<number>;
  #unprinted = 0;

  constructor(characters: ReadonlySet<number>) {
    this.#characters = characters;
  }

  /** Counts what a reader takes for one character once, however it is put together. */
  get unprinted(): number {
    return this.#unprinted;
  }

  text(text: string): string {
    if (this.#canDraw(text)) return text;
    let shown = '';
    for (const { segment } of graphemes.segment(text.normalize('NFC'))) {
      const drawn = segment.replace(INVISIBLE, '');
      const isDrawn = this.#canDraw(drawn);
      if (!isDrawn) this.#unprinted += 1;
      shown += isDrawn ? drawn : UNPRINTED;
    }
    return shown;
  }

  /** Every text of a document, drawings included. */
  content(content: Content): Content {
    if (typeof content === 'string') return this.text(content);
    if (Array.isArray(content)) return content.map((part) => this.content(part));
    // Each kind of content is an object with one of these members, which is of the same form again.
    const parts = content as Parts;
    const { text, stack, columns, table, svg } = parts;
    return {
      ...parts,
      ...(text === undefined ? {} : { text: this.content(text) }),
      ...(stack === undefined ? {} : { stack: stack.map((part) => this.content(part)) }),
      ...(columns === undefined ? {} : { columns: columns.map((part) => this.content(part)) }),
      ...(svg === undefined ? {} : { svg: this.text(svg) }),
      ...(table === undefined ? {} : { table: { ...table, body: this.#body(table.body) } }),
    } as Content;
  }

  #body(body: TableCell[][]): TableCell[][] {
    // A cell is content, or an empty object for one that another spans; this program makes none of those.
    return body.map((row) => row.map((cell) => this.content(cell as Content) as TableCell));
  }

  #canDraw(text: string): boolean {
    for (const character of text) {
      if (!this.#characters.has(character.codePointAt(0) ?? 0) && !LINE.has(character)) return false;
    }
    return true;
  }
}

type Parts = {
  readonly text?: Content;
  readonly stack?: Content[];
  readonly columns?: Content[];
  readonly svg?: string;
  readonly table?: { readonly body: TableCell[][] };
};
