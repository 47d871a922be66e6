import type { ComponentType } from 'react';
import type { Feature } from '#shared/access/features.ts';
import type { Incident } from '#shared/domains/incidents/schema.ts';
import type { TextKey } from '#renderer/shell/words.ts';

export type IncidentTab = {
  /** In the address: `?tab=actions`. */
  readonly id: string;
  readonly text: TextKey;
  readonly feature: Feature;
  readonly content: ComponentType<{ incident: Incident }>;
};

/** What the detail page of an incident holds beside its summary, in this order. */
export const incidentTabs: readonly IncidentTab[] = [];
