import { must } from '../kernel/assert.ts';

/** A stream of numbers that is the same for the same seed and name, on every machine. */
export type Random = {
  /** At least 0, below 1. */
  next(): number;
  /** Both ends included. */
  integer(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** Picks by weight; at least one weight is above zero. */
  weighted<T>(items: readonly T[], weightOf: (item: T) => number): T;
  /** Durations of work are skewed: many short ones, few very long ones. */
  logNormal(median: number, sigma: number): number;
  /** How many happen in a period in which `mean` happen on average. */
  poisson(mean: number): number;
};

const UINT32 = 0x1_0000_0000;

/** Streams of different names share nothing, so a draw added to one does not shift the others. */
export function randomFrom(seed: number, name: string): Random {
  let state = hash(`${seed} ${name}`);

  /** mulberry32 (Tommy Ettinger, public domain). */
  function next(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / UINT32;
  }

  function integer(from: number, to: number): number {
    return from + Math.floor(next() * (to - from + 1));
  }

  function pick<T>(items: readonly T[]): T {
    return must(items[integer(0, items.length - 1)], 'something to pick from');
  }

  function weighted<T>(items: readonly T[], weightOf: (item: T) => number): T {
    let left = next() * items.reduce((sum, item) => sum + weightOf(item), 0);
    const chosen = items.find((item) => {
      left -= weightOf(item);
      return left < 0;
    });
    return must(chosen ?? items.at(-1), 'something to weigh');
  }

  /** Box–Muller: two even draws make one from the bell curve. */
  function logNormal(median: number, sigma: number): number {
    const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    return median * Math.exp(sigma * normal);
  }

  /** Knuth's method; means here are below one a day. */
  function poisson(mean: number): number {
    const floor = Math.exp(-mean);
    let count = 0;
    for (let product = next(); product > floor; product *= next()) count += 1;
    return count;
  }

  return { next, integer, chance: (probability) => next() < probability, pick, weighted, logNormal, poisson };
}

/** FNV-1a, so that neighbouring names start far apart. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return value;
}
