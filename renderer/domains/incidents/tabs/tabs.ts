import type { ComponentType } from 'react';
import type { Feature } from '#shared/access/features.ts';
import type { Incident } from '#shared/domains/incidents/schema.ts';
import type { TextKey } from '#renderer/shell/words.ts';
import { ActionsTab } from './actions-tab.tsx';
import { ComplianceTab } from './compliance-tab.tsx';
import { InvestigationTab } from './investigation-tab.tsx';
import { LinksTab } from './links-tab.tsx';

export type IncidentTab = {
  /** In the address: `?tab=actions`. */
  readonly id: string;
  readonly text: TextKey;
  readonly feature: Feature;
  readonly content: ComponentType<{ incident: Incident }>;
};

/** What the detail page of an incident holds beside its summary, in this order. */
export const incidentTabs: readonly IncidentTab[] = [
  {
    id: 'investigation',
    text: 'incidents.tab.investigation',
    feature: 'incidents.read',
    content: InvestigationTab,
  },
  { id: 'actions', text: 'incidents.tab.actions', feature: 'incidents.read', content: ActionsTab },
  {
    id: 'compliance',
    text: 'incidents.tab.compliance',
    feature: 'incidents.read',
    content: ComplianceTab,
  },
  { id: 'links', text: 'incidents.tab.links', feature: 'incidents.read', content: LinksTab },
];
