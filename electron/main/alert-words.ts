import { say } from './words.ts';

export interface Alerts {
  /** Not acknowledged. */
  critical: number;
  /** Anything else that was not read. */
  unread: number;
  siteName: string;
}

/** What stands on the tray icon when the pointer rests on it: what is critical first. */
export function alertTooltip({ critical, unread, siteName }: Alerts): string {
  const name = siteName === '' ? say('tray.program') : say('tray.site', { site: siteName });
  const parts = [
    critical > 0 && say('tray.critical', { count: critical }),
    unread > 0 && say('tray.unread', { count: unread }),
  ].filter(Boolean);
  return parts.length > 0 ? say('tray.waiting', { name, what: parts.join(', ') }) : name;
}

/** The number on the program's badge: what waits in the inbox. */
export function alertCount({ critical, unread }: Alerts): number {
  return critical + unread;
}
