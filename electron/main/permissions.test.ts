import type { Session } from 'electron';
import { expect, test } from 'vitest';
import { installPermissions } from './permissions.ts';

type RequestHandler = (
  contents: { getURL: () => string },
  permission: string,
  answer: (yes: boolean) => void,
) => void;
type CheckHandler = (contents: null, permission: string, origin: string) => boolean;

function install() {
  let onRequest: RequestHandler = () => {};
  let onCheck: CheckHandler = () => true;
  let onDevice: () => boolean = () => true;
  const session = {
    setPermissionRequestHandler: (handler: RequestHandler) => (onRequest = handler),
    setPermissionCheckHandler: (handler: CheckHandler) => (onCheck = handler),
    setDevicePermissionHandler: (handler: () => boolean) => (onDevice = handler),
  };
  // The fake takes the three handlers that the function is typed to set.
  installPermissions(session as unknown as Session);
  const request = (permission: string, url: string) => {
    let answer: boolean | undefined;
    onRequest({ getURL: () => url }, permission, (yes) => (answer = yes));
    return answer;
  };
  return {
    request,
    check: (permission: string, origin: string) => onCheck(null, permission, origin),
    onDevice,
  };
}

const REFUSED = [
  'media',
  'geolocation',
  'midi',
  'openExternal',
  'hid',
  'serial',
  'usb',
  'clipboard-read',
  'toString',
];

test('a page may notify, copy, and fill the screen, and nothing else (SEC-4)', () => {
  const { request, check, onDevice } = install();
  for (const permission of ['notifications', 'clipboard-sanitized-write', 'fullscreen']) {
    expect([request(permission, 'app://console/'), check(permission, 'app://console')]).toEqual([true, true]);
  }
  for (const permission of REFUSED) {
    expect([request(permission, 'app://console/'), check(permission, 'app://console')]).toEqual([
      false,
      false,
    ]);
  }
  expect(onDevice()).toBe(false);
});

test('another origin may nothing at all (SEC-4)', () => {
  const { request, check } = install();
  expect([
    request('notifications', 'https://evil.example/'),
    check('fullscreen', 'https://evil.example'),
  ]).toEqual([false, false]);
});
