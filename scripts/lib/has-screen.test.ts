import { expect, test } from 'vitest';
import { hasScreen } from './has-screen.ts';

test('a window can be opened where a display is named, and always where the system has one', () => {
  expect([
    hasScreen({}, 'linux'),
    hasScreen({ DISPLAY: '' }, 'linux'),
    hasScreen({ DISPLAY: ':0' }, 'linux'),
    hasScreen({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux'),
    hasScreen({}, 'darwin'),
    hasScreen({}, 'win32'),
  ]).toEqual([false, false, true, true, true, true]);
});
