import type { Session } from 'electron';
import { isConsoleUrl } from './console-url.ts';

/** What a page of the console may use, and why. Whatever isn't listed is refused: Electron's default is yes. */
const ALLOWED: Record<string, string> = {
  notifications: 'an operator on watch is told about an escalation while another program is in front',
  'clipboard-sanitized-write': 'numbers and positions are copied into mails and radio messages',
  fullscreen: 'a dashboard hangs on a wall',
};

/** Both handlers are needed: one is asked when a page requests, the other when Chromium checks (SEC-4). */
export function installPermissions(
  session: Pick<
    Session,
    'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
  >,
): void {
  session.setPermissionRequestHandler((contents, permission, answer) => {
    answer(isAllowed(permission, contents.getURL()));
  });
  session.setPermissionCheckHandler((_contents, permission, origin) => isAllowed(permission, origin));
  session.setDevicePermissionHandler(() => false);
}

function isAllowed(permission: string, origin: string): boolean {
  return Object.hasOwn(ALLOWED, permission) && isConsoleUrl(origin);
}
