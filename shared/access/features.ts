/**
 * What a person may do, as `area.action`. A command, a query and a page each name one feature; roles
 * and job profiles are bundles of them.
 */
export const FEATURES = [
  'incidents.read',
  'incidents.report',
  'incidents.handle',
  'incidents.escalate',
  'incidents.acknowledge',
  'incidents.close',
  'incidents.reopen',
  'people.read',
  'people.manage',
  'sites.manage',
  'settings.manage',
  'store.manage',
  'audit.read',
  'sync.manage',
] as const;
export type Feature = (typeof FEATURES)[number];
