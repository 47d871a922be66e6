import { createHmac } from 'node:crypto';
import { z } from 'zod';

/**
 * Nothing of people leaves in a bundle: what is kept is named here, and every other text becomes a short code that
 * is the same throughout one bundle and means nothing outside of it.
 */
export type Redactor = {
  /** A line of a log as it may leave; undefined for one that is no JSON. */
  line(text: string): string | undefined;
  /** The code of a name or an id. */
  code(text: string): string;
};

/** Fixed words of the program. */
const WORDS = new Set([
  'time',
  'level',
  'event',
  'code',
  'type',
  'kind',
  'state',
  'phase',
  'collection',
  'command',
  'name',
  'version',
  'electron',
  'route',
  'method',
  'backend',
  'step',
  'what',
  'to',
  'channel',
]);
const SENTENCE = 'msg';
const PLAIN_WORD = /^[A-Za-z0-9_.:/*-]{1,64}$/;
const ID_OR_ADDRESS = /[0-9a-f]{8}-[0-9a-f]{4}-|@|:\/\/|^[0-9a-f]{24,}$|\d{5,}/i;
const TIME = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;
const FRAME = /(?:out|electron|shared|sync-server)\/[\w./-]+:\d+:\d+/g;
const SENTENCE_CHARACTERS_MAX = 120;
const CODE_CHARACTERS = 8;
const DEPTH_MAX = 4;

const LogLine = z.record(z.string(), z.unknown());

/** `names`: what is known to be somebody's or some place's, and is not to stand in the middle of a sentence either. */
export function redactor(secret: Uint8Array, names: readonly string[]): Redactor {
  const known = names
    .map((name) => name.trim())
    .filter((name) => name.length > 1)
    .toSorted((a, b) => b.length - a.length);
  const code = (text: string) =>
    `#${createHmac('sha256', secret).update(text).digest('hex').slice(0, CODE_CHARACTERS)}`;
  const isNamed = (text: string) => known.some((name) => text.toLowerCase().includes(name.toLowerCase()));

  /** Sentences of the program end before what they quote. */
  function sentence(text: string): string {
    const [beginning = ''] = text.split(/[:"“'‘`(]/, 1);
    const isOwn = !isNamed(beginning) && !ID_OR_ADDRESS.test(beginning);
    return isOwn ? beginning.trim().slice(0, SENTENCE_CHARACTERS_MAX) : code(text);
  }
  function word(text: string): string {
    if (TIME.test(text)) return text;
    return PLAIN_WORD.test(text) && !ID_OR_ADDRESS.test(text) && !isNamed(text) ? text : code(text);
  }
  function value(key: string, given: unknown, depth: number): unknown {
    if (typeof given === 'number' || typeof given === 'boolean' || given === null) return given;
    if (typeof given === 'string') {
      if (key === 'stack') return given.match(FRAME) ?? [];
      if (key === SENTENCE) return sentence(given);
      return WORDS.has(key) ? word(given) : code(given);
    }
    if (depth >= DEPTH_MAX || typeof given !== 'object') return undefined;
    if (Array.isArray(given)) return given.length;
    return object(LogLine.parse(given), depth + 1);
  }
  function object(given: Record<string, unknown>, depth: number): Record<string, unknown> {
    const kept = Object.entries(given).filter(([key]) => key !== 'pid' && key !== 'hostname');
    return Object.fromEntries(
      kept.map(([key, one]) => [
        PLAIN_WORD.test(key) && !ID_OR_ADDRESS.test(key) ? key : code(key),
        value(key, one, depth),
      ]),
    );
  }
  return {
    code,
    line(text) {
      const parsed = LogLine.safeParse(parsedOrNot(text));
      return parsed.success ? JSON.stringify(object(parsed.data, 0)) : undefined;
    },
  };
}

function parsedOrNot(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The last line of a file may be cut; a line that is no JSON is nothing of ours.
    return undefined;
  }
}
