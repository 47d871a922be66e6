import type { WebContents } from 'electron';
import { expect, test } from 'vitest';
import { externalAddress } from './external-links.ts';
import { guardContents, type NavigationPolicy } from './navigation.ts';

type Listener = (event: { url: string; preventDefault: () => void }) => void;

/** The part of a web contents that the guard uses. */
class FakeContents {
  listeners = new Map<string, Listener>();
  openHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' });

  on(name: string, listener: Listener) {
    this.listeners.set(name, listener);
    return this;
  }

  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }) {
    this.openHandler = handler;
  }

  refuses(name: string, url: string): boolean {
    let refused = false;
    this.listeners.get(name)?.({ url, preventDefault: () => (refused = true) });
    return refused;
  }
}

function guarded(policy: Partial<NavigationPolicy> = {}): FakeContents {
  const contents = new FakeContents();
  // The fake has the two members that the guard is typed to use, with simpler events.
  guardContents(contents as unknown as WebContents, { openExternal: () => {}, act: () => false, ...policy });
  return contents;
}

const FOREIGN = [
  'https://evil.example/',
  'https://evil.example/?next=app://console/',
  'app://console.evil.example/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,hello',
];

test.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])(
  '%s leads nowhere else (SEC-5)',
  (name) => {
    const contents = guarded();
    expect(FOREIGN.map((url) => contents.refuses(name, url))).toEqual(FOREIGN.map(() => true));
    expect(contents.refuses(name, 'app://console/#/incidents')).toBe(false);
  },
);

test('no window is opened and no web view attached; a link is offered to the system (SEC-5)', () => {
  const offered: string[] = [];
  const contents = guarded({ openExternal: (address) => offered.push(address) });
  expect([
    contents.openHandler({ url: 'https://port.example/' }),
    contents.openHandler({ url: 'app://console/' }),
    contents.refuses('will-attach-webview', 'app://console/'),
    offered,
  ]).toEqual([{ action: 'deny' }, { action: 'deny' }, true, ['https://port.example/', 'app://console/']]);
});

test('an action of the recovery page is taken instead of navigating', () => {
  const acted: string[] = [];
  const contents = guarded({
    act: (address) => {
      acted.push(address);
      return address.endsWith('/restart');
    },
  });
  expect([
    contents.refuses('will-navigate', 'app://console/recovery/restart'),
    contents.refuses('will-navigate', 'app://console/other'),
    contents.refuses('will-navigate', 'https://evil.example/restart'),
    acted,
  ]).toEqual([true, false, true, ['app://console/recovery/restart', 'app://console/other']]);
});

test('only web and mail addresses are handed to the system (SEC-6)', () => {
  expect(
    [
      'https://port.example/berth?id=4',
      'mailto:master@aurora.example',
      'http://port.example/',
      'file:///usr/bin/xterm',
      'smb://host/share',
      'ms-settings:display',
      'javascript:alert(1)',
      'not an address',
      `https://port.example/${'x'.repeat(2048)}`,
      undefined,
      { toString: () => 'https://port.example/' },
    ].map(externalAddress),
  ).toEqual([
    'https://port.example/berth?id=4',
    'mailto:master@aurora.example',
    ...Array.from({ length: 9 }, () => undefined),
  ]);
});
