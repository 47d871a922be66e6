import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../../kernel/define-entity.ts';
import { Instant, line, lineOrNothing, Severity } from '../../../kernel/fields.ts';
import { IncidentType } from '../schema.ts';

export const MONITOR_SOURCES = ['beats', 'site'] as const;
/** Ninety days: what beats more rarely is better watched by a calendar. */
export const MONITOR_MINUTES_MAX = 60 * 24 * 90;
/** Of a site, whatever they watch. */
export const MONITORS_MAX = 100;
/** SHA-256 of a token, hex. */
export const TokenHash = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * Something that says regularly that it is alive, and the incident that is reported when it no longer does. When it
 * was last heard is known to the console that listens alone: a record for each beat would fill every link.
 */
export const incidentMonitor = defineEntity({
  kind: 'incident-monitor',
  collection: 'incidents',
  version: 1,
  fields: {
    name: line(80),
    /** What is watched, in words of whoever set it up. */
    watches: lineOrNothing(400),
    /** `beats`: a device or program calls the site's console. `site`: an office asks the server about a site. */
    source: z.enum(MONITOR_SOURCES),
    /** With source `site`: which one. */
    watchedSiteId: z.string().max(36).nullable(),
    everyMinutes: z.int().min(1).max(MONITOR_MINUTES_MAX),
    /** Beyond them it is late, and only after this silent. */
    graceMinutes: z.int().min(0).max(MONITOR_MINUTES_MAX),
    /** Of the incident that is reported. */
    title: line(160),
    incidentType: IncidentType,
    severity: Severity,
    place: lineOrNothing(160),
    /** The token itself was shown once, and is kept nowhere. */
    tokenHash: TokenHash.nullable(),
    mutedAt: Instant.nullable(),
    /** Null while it is muted: until somebody listens again. */
    mutedUntil: Instant.nullable(),
    mutedReason: lineOrNothing(300),
    mutedByName: z.string().max(80).nullable(),
    /** Since when its silence is known; null while it beats. */
    silentSince: Instant.nullable(),
    /** The incident that was reported last. */
    incidentId: z.string().max(36).nullable(),
  },
  indexes: [['siteId', 'name']],
  sensitive: ['tokenHash'],
  signatures: [{ name: 'mutedByName' }],
});
export type IncidentMonitor = RecordOf<typeof incidentMonitor>;
