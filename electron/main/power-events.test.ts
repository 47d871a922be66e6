import { EventEmitter } from 'node:events';
import type { PowerMonitor } from 'electron';
import { expect, test } from 'vitest';
import { forwardPowerEvents } from './power-events.ts';

test('sleep, waking, locking and shutdown reach the host (LC-3)', () => {
  const monitor = new EventEmitter();
  const sent: unknown[] = [];
  // An emitter has the one member that the function is typed to use.
  forwardPowerEvents(monitor as unknown as PowerMonitor, (message) => sent.push(message));
  for (const event of ['suspend', 'on-battery', 'resume', 'lock-screen', 'unlock-screen', 'shutdown']) {
    monitor.emit(event);
  }
  expect(sent).toEqual(
    ['suspend', 'resume', 'lock-screen', 'unlock-screen', 'shutdown'].map((event) => ({
      type: 'power',
      event,
    })),
  );
});
