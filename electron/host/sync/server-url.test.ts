import { expect, it } from 'vitest';
import { normalServerUrl } from './server-url.ts';

it.each([
  ['https://sync.example.test/', 'https://sync.example.test'],
  [' https://sync.example.test:7430/fleet/ ', 'https://sync.example.test:7430/fleet'],
  ['http://127.0.0.1:7430', 'http://127.0.0.1:7430'],
])('keeps %s as %s', (typed, kept) => {
  expect(normalServerUrl(typed)).toBe(kept);
});

it.each(['sync.example.test', 'ftp://sync.example.test', 'https://me:secret@sync.example.test', ''])(
  'refuses %s',
  (typed) => {
    expect(() => normalServerUrl(typed)).toThrow(/not the address of a server/);
  },
);
