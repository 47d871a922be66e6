import type { IpcMain } from 'electron';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { listenToPages } from './guarded-ipc.ts';

type Frame = { url: string; parent: object | null } | null;
type Listener = (event: { senderFrame: Frame; sender: string }, ...args: unknown[]) => void;

function listen() {
  let deliver: Listener = () => {};
  const handled: unknown[] = [];
  const refused: string[] = [];
  const ipcMain = { on: (_channel: string, listener: Listener) => (deliver = listener) };
  listenToPages(
    // The fake has the one member that the function is typed to use.
    {
      ipcMain: ipcMain as unknown as IpcMain,
      onRefused: (channel, reason) => refused.push(`${channel}: ${reason}`),
    },
    'host-port-request',
    z.object({ nonce: z.string().min(4) }),
    (message, sender) => handled.push([message, sender]),
  );
  const send = (senderFrame: Frame, ...args: unknown[]) =>
    deliver({ senderFrame, sender: 'contents' }, ...args);
  return { send, handled, refused };
}

const page = { url: 'app://console/#/incidents', parent: null };

test('a message of a page of the console is handled (SEC-7)', () => {
  const { send, handled, refused } = listen();
  send(page, { nonce: 'abcd', extra: 'dropped' });
  expect([handled, refused]).toEqual([[[{ nonce: 'abcd' }, 'contents']], []]);
});

test('messages of other senders, and of another shape, are dropped and reported (SEC-7)', () => {
  const { send, handled, refused } = listen();
  send(null, { nonce: 'abcd' });
  send({ ...page, parent: {} }, { nonce: 'abcd' });
  send({ url: 'https://evil.example/app://console/', parent: null }, { nonce: 'abcd' });
  send(page, { nonce: 5 });
  send(page, { nonce: 'abcd' }, 'more');
  send(page);
  expect([handled, refused]).toEqual([
    [],
    [
      'host-port-request: the frame is gone',
      'host-port-request: not the top frame',
      'host-port-request: not a page of the console',
      'host-port-request: unexpected message',
      'host-port-request: unexpected message',
      'host-port-request: unexpected message',
    ],
  ]);
});
