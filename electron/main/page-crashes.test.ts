import { EventEmitter } from 'node:events';
import type { WebContents } from 'electron';
import { expect, test } from 'vitest';
import { watchPageCrashes } from './page-crashes.ts';

function watched() {
  const steps: string[] = [];
  const contents = Object.assign(new EventEmitter(), { reload: () => steps.push('reload') });
  let nowMs = 0;
  // The fake has the two members that the function is typed to use.
  watchPageCrashes(contents as unknown as WebContents, {
    log: () => {},
    onGivenUp: () => steps.push('give up'),
    monotonicMs: () => nowMs,
  });
  const goneAt = (atMs: number, reason: string) => {
    nowMs = atMs;
    contents.emit('render-process-gone', {}, { reason, exitCode: 1 });
  };
  return { steps, goneAt };
}

test('a crashed page is reloaded, but not twice within a minute (CR-2)', () => {
  const { steps, goneAt } = watched();
  goneAt(0, 'crashed');
  goneAt(60_000, 'oom');
  goneAt(60_001, 'crashed');
  expect(steps).toEqual(['reload', 'give up', 'reload']);
});

test('a page that was closed is left alone', () => {
  const { steps, goneAt } = watched();
  goneAt(0, 'clean-exit');
  expect(steps).toEqual([]);
});
