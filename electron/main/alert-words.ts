export interface Alerts {
  escalated: number;
  overdue: number;
  siteName: string;
}

/** What stands on the tray icon when the pointer rests on it. */
export function alertTooltip({ escalated, overdue, siteName }: Alerts): string {
  const name = siteName ? `Fairlead: ${siteName}` : 'Fairlead';
  const parts = [escalated > 0 && `${escalated} escalated`, overdue > 0 && `${overdue} overdue`].filter(
    Boolean,
  );
  return parts.length > 0 ? `${name} (${parts.join(', ')})` : name;
}

/** The number on the program's badge: each of the two asks for a person. */
export function alertCount({ escalated, overdue }: Alerts): number {
  return escalated + overdue;
}
