import type { Session } from 'electron';
import { expect, test } from 'vitest';
import { installPermissions } from './permissions.ts';

type RequestHandler = (
  contents: { getURL: () => string },
  permission: string,
  answer: (yes: boolean) => void,
  details: { mediaTypes?: string[] },
) => void;
type CheckHandler = (
  contents: null,
  permission: string,
  origin: string,
  details: { mediaType?: string },
) => boolean;

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
  const request = (permission: string, url: string, mediaTypes?: string[]) => {
    let answer: boolean | undefined;
    const details = mediaTypes === undefined ? {} : { mediaTypes };
    onRequest({ getURL: () => url }, permission, (yes) => (answer = yes), details);
    return answer;
  };
  return {
    request,
    check: (permission: string, origin: string, mediaType?: string) =>
      onCheck(null, permission, origin, mediaType === undefined ? {} : { mediaType }),
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

test('a page may use the camera, and never the microphone (SEC-4)', () => {
  const { request, check } = install();
  const asked = [['video'], ['audio'], ['audio', 'video'], []].map((media) =>
    request('media', 'app://console/', media),
  );
  expect(asked).toEqual([true, false, false, false]);
  const checked = ['video', 'audio', 'unknown'].map((media) => check('media', 'app://console', media));
  expect(checked).toEqual([true, false, false]);
  expect(request('media', 'https://evil.example/', ['video'])).toBe(false);
});

test('another origin may nothing at all (SEC-4)', () => {
  const { request, check } = install();
  expect([
    request('notifications', 'https://evil.example/'),
    check('fullscreen', 'https://evil.example'),
  ]).toEqual([false, false]);
});
