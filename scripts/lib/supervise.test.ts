import { expect, test } from 'vitest';
import { supervise } from './supervise.ts';

function program(name: string, code: string, readyLine?: RegExp) {
  const start = { name, file: process.execPath, args: ['-e', code] };
  return readyLine ? { ...start, readyLine } : start;
}

/** Says it is up, and says goodbye when asked to stop. */
const POLITE = `
  process.on('SIGTERM', () => { console.log('bye'); process.exit(0); });
  setInterval(() => {}, 1000);
  console.log('up');
`;
const STUBBORN = POLITE.replace('process.exit(0)', '0');

test('programs start one after the other, each line carries its name, and a stop goes backwards', async () => {
  const lines: string[] = [];
  const abort = new AbortController();
  const exitCode = await supervise([program('server', POLITE, /up/), program('vessel', POLITE, /up/)], {
    print: (line) => lines.push(line),
    signal: abort.signal,
    onReady: () => {
      lines.push('all up');
      abort.abort();
    },
  });
  expect({ exitCode, lines }).toEqual({
    exitCode: 0,
    lines: ['[server] up', '[vessel] up', 'all up', '[vessel] bye', '[server] bye'],
  });
});

test('when one program fails the others are stopped, and its exit code is the answer', async () => {
  const lines: string[] = [];
  const exitCode = await supervise([program('server', POLITE, /up/), program('office', 'process.exit(7)')], {
    print: (line) => lines.push(line),
    signal: new AbortController().signal,
  });
  expect({ exitCode, lines }).toEqual({
    exitCode: 7,
    lines: ['[server] up', 'office ended with code 7; stopping the rest', '[server] bye'],
  });
});

test('a program that ends before it is ready keeps the next from starting', async () => {
  const lines: string[] = [];
  const exitCode = await supervise(
    [program('server', 'console.log("port taken"); process.exit(3)', /up/), program('vessel', POLITE)],
    { print: (line) => lines.push(line), signal: new AbortController().signal },
  );
  expect({ exitCode, lines }).toEqual({
    exitCode: 3,
    lines: ['[server] port taken', 'server ended with code 3; stopping the rest'],
  });
});

test('a program that does not end when asked is killed', async () => {
  const lines: string[] = [];
  const abort = new AbortController();
  const exitCode = await supervise([program('stubborn', STUBBORN, /up/)], {
    print: (line) => lines.push(line),
    signal: abort.signal,
    stopTimeoutMs: 200,
    onReady: () => abort.abort(),
  });
  expect({ exitCode, lines }).toEqual({
    exitCode: 0,
    lines: ['[stubborn] up', '[stubborn] bye', '[stubborn] does not end; killing it'],
  });
});

test('a program that does not exist is a failure that says so', async () => {
  const lines: string[] = [];
  const exitCode = await supervise([{ name: 'ghost', file: '/nowhere/ghost', args: [] }], {
    print: (line) => lines.push(line),
    signal: new AbortController().signal,
  });
  expect({ exitCode, first: lines[0] }).toEqual({
    exitCode: 1,
    first: '[ghost] could not be started: spawn /nowhere/ghost ENOENT',
  });
});
