import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import zlib from 'node:zlib';
import { quickSignatures } from './quick-signatures.ts';
import type { Random } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';
import { HOUR_MS } from '#shared/kernel/durations.ts';

/** Ids sort by when they were made: those of one seed come after those of the seed before, whatever its clocks say. */
const IDS_BEGIN_MS = Date.UTC(2026, 0, 1);
/** Half the time of the default window, and the dictionary still serves. */
const QUICKLY: zlib.ZlibOptions = { level: 1, memLevel: 4, windowBits: 12 };
const BROTLI_QUICKLY: zlib.BrotliOptions = {
  params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 0, [zlib.constants.BROTLI_PARAM_LGWIN]: 12 },
};

/**
 * Puts a seed's random numbers, its time and its timers in the place of the machine's, so that the same seed gives
 * the same ids, epochs and order of events. Keys stay random: nothing depends on what they are. Returns the way back.
 */
export function seedProcess({
  random,
  time,
  seed,
}: {
  random: Random;
  time: VirtualTime;
  seed: number;
}): () => void {
  const { deflateRawSync: deflate, brotliCompressSync: brotli } = zlib;
  let idMs = IDS_BEGIN_MS + seed * HOUR_MS;
  const fill = <T extends NodeJS.ArrayBufferView>(view: T): T => {
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    for (let index = 0; index < bytes.length; index += 1) bytes[index] = random.below(256);
    return view;
  };
  const undo = [
    replace(crypto, 'randomBytes', (size: number) => fill(Buffer.alloc(size))),
    replace(crypto, 'randomUUID', () => uuidOf(fill(Buffer.alloc(16)))),
    replace(globalThis.crypto, 'getRandomValues', fill),
    replace(Date, 'now', () => (idMs += 1)),
    replace(Math, 'random', () => random.next()),
    ...timers(time),
    ...Object.entries(quickSignatures()).map(([name, stand]) => replace(crypto, name, stand)),
    // A third of the time went into the last few percent of bytes that nobody counts here.
    replace(zlib, 'deflateRawSync', (bytes: zlib.InputType, options: zlib.ZlibOptions) =>
      deflate(bytes, { ...options, ...QUICKLY }),
    ),
    replace(zlib, 'brotliCompressSync', (bytes: zlib.InputType) => brotli(bytes, BROTLI_QUICKLY)),
  ];
  syncBuiltinESMExports();
  return () => {
    for (const one of undo) one();
    syncBuiltinESMExports();
  };
}

function timers(time: VirtualTime): (() => void)[] {
  const { clearTimeout: clear } = globalThis;
  const cancel = (timer: unknown) => {
    if (timer instanceof Waiting) timer.cancel();
    // Set before the simulation began: a timer of the machine.
    else clear(timer as NodeJS.Timeout | undefined);
  };
  const set = (callback: () => void, delayMs = 0) => {
    const waiting = new Waiting();
    waiting.cancel = time.set(callback, delayMs);
    return waiting;
  };
  const repeat = (callback: () => void, delayMs: number) => {
    const waiting = new Waiting();
    const again = () => {
      waiting.cancel = time.set(again, delayMs);
      callback();
    };
    waiting.cancel = time.set(again, delayMs);
    return waiting;
  };
  return [
    replace(globalThis, 'setTimeout', set),
    replace(globalThis, 'setInterval', repeat),
    replace(globalThis, 'clearTimeout', cancel),
    replace(globalThis, 'clearInterval', cancel),
  ];
}

class Waiting {
  cancel: () => void = () => undefined;

  unref(): this {
    return this;
  }

  ref(): this {
    return this;
  }
}

function replace(owner: object, name: string, value: unknown): () => void {
  const before = Object.getOwnPropertyDescriptor(owner, name);
  Object.defineProperty(owner, name, { value, configurable: true, writable: true });
  return () => {
    if (before === undefined) Reflect.deleteProperty(owner, name);
    else Object.defineProperty(owner, name, before);
  };
}

function uuidOf(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)];
  return parts.join('-');
}
