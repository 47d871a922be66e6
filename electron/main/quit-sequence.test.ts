import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { expect, test } from 'vitest';
import { installQuitSequence } from './quit-sequence.ts';

function quitting(finish: () => Promise<void>) {
  const emitter = new EventEmitter();
  const exited = Promise.withResolvers<number>();
  const app = Object.assign(emitter, { exit: (code: number) => exited.resolve(code) });
  // The fake has the two members that the function is typed to use.
  installQuitSequence({ app: app as unknown as App, finish, log: () => {} });
  let prevented = 0;
  const quit = () => emitter.emit('before-quit', { preventDefault: () => (prevented += 1) });
  return { quit, exited: exited.promise, prevented: () => prevented };
}

test('the program ends after the host has finished, however often it is asked to quit (LC-2)', async () => {
  const steps: string[] = [];
  const closed = Promise.withResolvers<void>();
  const { quit, exited, prevented } = quitting(() => {
    steps.push('finish');
    return closed.promise;
  });
  quit();
  quit();
  steps.push('closed');
  closed.resolve();
  expect([await exited, steps, prevented()]).toEqual([0, ['finish', 'closed'], 2]);
});

test('a failure to finish does not keep the program alive', async () => {
  const { quit, exited } = quitting(() => Promise.reject(new Error('disk full')));
  quit();
  expect(await exited).toBe(1);
});
