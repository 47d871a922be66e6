/**
 * Statistics of incidents with those closed in time and late, and times in narrower buckets: as text of those that have
 * something in them, in place of a column for each. They are derived: the console counts them anew from its records.
 */
export const number = 17;
export const name = 'narrower-statistics';

export const up = `
DROP TABLE incident_statistics;

-- Incidents counted per site and period. A period begins at its start in the site's time zone.
CREATE TABLE incident_statistics (
  siteId TEXT NOT NULL,
  period TEXT NOT NULL CHECK (period IN ('hour', 'day', 'week', 'month')),
  periodStart TEXT NOT NULL,
  -- The same start as the site's clock shows it: what periods of sites in several zones are joined on.
  localStart TEXT NOT NULL,
  reported INTEGER NOT NULL,
  reportedLow INTEGER NOT NULL,
  reportedMedium INTEGER NOT NULL,
  reportedHigh INTEGER NOT NULL,
  reportedCritical INTEGER NOT NULL,
  reportedSafety INTEGER NOT NULL,
  reportedOperational INTEGER NOT NULL,
  reportedEnvironmental INTEGER NOT NULL,
  reportedSecurity INTEGER NOT NULL,
  reportedHr INTEGER NOT NULL,
  escalated INTEGER NOT NULL,
  acknowledged INTEGER NOT NULL,
  acknowledgeMsSum INTEGER NOT NULL,
  resolved INTEGER NOT NULL,
  resolutionMsSum INTEGER NOT NULL,
  deadlineMet INTEGER NOT NULL,
  deadlineMissed INTEGER NOT NULL,
  closed INTEGER NOT NULL,
  closedInTime INTEGER NOT NULL,
  closedLate INTEGER NOT NULL,
  overdue INTEGER NOT NULL,
  reopened INTEGER NOT NULL,
  leftOutLow INTEGER NOT NULL,
  leftOutMedium INTEGER NOT NULL,
  leftOutHigh INTEGER NOT NULL,
  leftOutCritical INTEGER NOT NULL,
  -- How many took how long: those buckets that have something in them, as text.
  resolution TEXT NOT NULL DEFAULT '',
  acknowledge TEXT NOT NULL DEFAULT '',
  type_fire INTEGER NOT NULL,
  type_man_overboard INTEGER NOT NULL,
  type_grounding INTEGER NOT NULL,
  type_collision INTEGER NOT NULL,
  type_allision INTEGER NOT NULL,
  type_pollution INTEGER NOT NULL,
  type_injury INTEGER NOT NULL,
  type_near_miss INTEGER NOT NULL,
  type_machinery_failure INTEGER NOT NULL,
  type_loss_of_cargo INTEGER NOT NULL,
  type_security_threat INTEGER NOT NULL,
  type_detention INTEGER NOT NULL,
  type_cargo_damage INTEGER NOT NULL,
  type_cargo_loss INTEGER NOT NULL,
  type_dangerous_goods_leak INTEGER NOT NULL,
  type_customs_hold INTEGER NOT NULL,
  type_temperature_excursion INTEGER NOT NULL,
  type_road_accident INTEGER NOT NULL,
  type_theft INTEGER NOT NULL,
  type_damaged_parcel INTEGER NOT NULL,
  type_driver_assault INTEGER NOT NULL,
  type_vehicle_breakdown INTEGER NOT NULL,
  type_wrong_delivery INTEGER NOT NULL,
  type_data_loss INTEGER NOT NULL,
  type_system_outage INTEGER NOT NULL,
  type_privacy_breach INTEGER NOT NULL,
  type_other INTEGER NOT NULL,
  PRIMARY KEY (siteId, period, periodStart)
) STRICT, WITHOUT ROWID;
`;
