/** What a page of the console uses of a browser. */
const USED = ['camera', 'clipboard-write', 'fullscreen'];

/** What a browser would otherwise let a page ask for, or do without asking. */
const OFF = [
  'accelerometer',
  'ambient-light-sensor',
  'attribution-reporting',
  'bluetooth',
  'browsing-topics',
  'clipboard-read',
  'display-capture',
  'encrypted-media',
  'gamepad',
  'geolocation',
  'gyroscope',
  'hid',
  'identity-credentials-get',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'otp-credentials',
  'payment',
  'picture-in-picture',
  'publickey-credentials-create',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'storage-access',
  'usb',
  'web-share',
  'window-management',
  'xr-spatial-tracking',
];

/** Text of the header `Permissions-Policy`. */
export function permissionsPolicy(): string {
  return [...USED.map((name) => `${name}=(self)`), ...OFF.map((name) => `${name}=()`)].join(', ');
}
