import type { Session } from 'electron';
import { isConsoleUrl } from './console-url.ts';

/** What a page of the console may use, and why. Whatever isn't listed is refused: Electron's default is yes. */
const ALLOWED: Record<string, string> = {
  notifications: 'an operator on watch is told about an escalation while another program is in front',
  'clipboard-sanitized-write': 'numbers and positions are copied into mails and radio messages',
  fullscreen: 'a dashboard hangs on a wall',
};

/** A photo of what burns goes into its report. The microphone stays off: nobody is listened to on a bridge. */
const CAMERA = 'video';

/** Both handlers are needed: one is asked when a page requests, the other when Chromium checks (SEC-4). */
export function installPermissions(
  session: Pick<
    Session,
    'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
  >,
): void {
  session.setPermissionRequestHandler((contents, permission, answer, details) => {
    const asked = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    answer(isAllowed(permission, contents.getURL(), asked));
  });
  session.setPermissionCheckHandler((_contents, permission, origin, details) =>
    isAllowed(permission, origin, details.mediaType === undefined ? [] : [details.mediaType]),
  );
  session.setDevicePermissionHandler(() => false);
}

function isAllowed(permission: string, origin: string, media: readonly string[]): boolean {
  if (!isConsoleUrl(origin)) return false;
  if (permission === 'media') return media.length > 0 && media.every((kind) => kind === CAMERA);
  return Object.hasOwn(ALLOWED, permission);
}
