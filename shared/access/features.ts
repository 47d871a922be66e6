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
  'audit.export',
  'sync.manage',
  'notifications.read',
  'notifications.manage',
  'jobs.read',
  'jobs.manage',
  'exports.create',
  'exports.manage',
  'files.read',
  'files.attach',
  'comments.write',
  'views.share',
  'templates.manage',
  'calendars.manage',
  'devices.manage',
  'sessions.manage',
  'updates.manage',
  'diagnostics.read',
] as const;
export type Feature = (typeof FEATURES)[number];
