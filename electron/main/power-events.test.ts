import { EventEmitter } from 'node:events';
import type { PowerMonitor } from 'electron';
import { expect, test } from 'vitest';
import { forwardPowerEvents } from './power-events.ts';

function forwarded(): { monitor: EventEmitter; seen: unknown[] } {
  const monitor = new EventEmitter();
  const seen: unknown[] = [];
  // An emitter has the one member that the function is typed to use.
  forwardPowerEvents(monitor as unknown as PowerMonitor, {
    send: (message) => seen.push(message),
    quit: () => seen.push('quit'),
  });
  return { monitor, seen };
}

test('sleep, waking and the lock of the system reach the host (LC-3)', () => {
  const { monitor, seen } = forwarded();
  for (const event of ['suspend', 'on-battery', 'resume', 'lock-screen', 'unlock-screen'])
    monitor.emit(event);
  expect(seen).toEqual(
    ['suspend', 'resume', 'lock-screen', 'unlock-screen'].map((event) => ({ type: 'power', event })),
  );
});

test('a system that shuts down waits until the console has quit (LC-3)', () => {
  const { monitor, seen } = forwarded();
  monitor.emit('shutdown', { preventDefault: () => seen.push('asked to wait') });
  expect(seen).toEqual(['asked to wait', 'quit']);
});
