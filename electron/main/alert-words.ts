export interface Alerts {
  /** Not acknowledged. */
  critical: number;
  /** Anything else that was not read. */
  unread: number;
  siteName: string;
}

/** What stands on the tray icon when the pointer rests on it: what is critical first. */
export function alertTooltip({ critical, unread, siteName }: Alerts): string {
  const name = siteName ? `Fairlead: ${siteName}` : 'Fairlead';
  const parts = [critical > 0 && `${critical} critical`, unread > 0 && `${unread} not read`].filter(Boolean);
  return parts.length > 0 ? `${name} (${parts.join(', ')})` : name;
}

/** The number on the program's badge: what waits in the inbox. */
export function alertCount({ critical, unread }: Alerts): number {
  return critical + unread;
}
