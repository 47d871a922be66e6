import { Checkbox, TextInput } from '@mantine/core';
import { Fragment } from 'react';
import type { WorkingHours } from '#shared/domains/settings/schema.ts';
import { type TextKey, useWords } from '../words.ts';
import styles from './settings.module.css';

type Week = readonly (WorkingHours | null)[];

const USUAL: WorkingHours = { opens: 9 * 60, closes: 17 * 60 };
const LAST_MINUTE = 24 * 60 - 1;

/** Monday first: whether people work that day, from when to when. */
export function HoursEditor({
  hours,
  onChange,
}: {
  hours: Week;
  onChange: (hours: (WorkingHours | null)[]) => void;
}) {
  const { t } = useWords();
  const set = (index: number, day: WorkingHours | null) =>
    onChange(hours.map((before, at) => (at === index ? day : before)));
  return (
    <div className={styles.hours}>
      {hours.map((day, index) => {
        // There are seven, each with its word; the catalogue's test looks for the beginnings of keys.
        const name = t(`settings.calendar.${index}` as TextKey);
        return (
          <Fragment key={name}>
            <span>{name}</span>
            <Checkbox
              checked={day !== null}
              aria-label={`${name}: ${t('settings.calendar.works')}`}
              label={day === null ? t('settings.calendar.off') : t('settings.calendar.works')}
              onChange={(event) => set(index, event.currentTarget.checked ? USUAL : null)}
            />
            {(['opens', 'closes'] as const).map((end) => (
              <TextInput
                key={end}
                type="time"
                disabled={day === null}
                aria-label={t(`settings.calendar.${end}`, { day: name })}
                value={day === null ? '' : clockOf(day[end])}
                error={day !== null && day.opens >= day.closes}
                onChange={(event) => {
                  const minutes = minutesOf(event.currentTarget.value);
                  if (day !== null && minutes !== undefined) set(index, { ...day, [end]: minutes });
                }}
              />
            ))}
          </Fragment>
        );
      })}
    </div>
  );
}

/** The end of the day has no place on a clock's face: it is shown as its last minute. */
function clockOf(minutes: number): string {
  const shown = Math.min(minutes, LAST_MINUTE);
  return `${String(Math.floor(shown / 60)).padStart(2, '0')}:${String(shown % 60).padStart(2, '0')}`;
}

function minutesOf(clock: string): number | undefined {
  const [, hour, minute] = /^(\d\d):(\d\d)/.exec(clock) ?? [];
  if (hour === undefined || minute === undefined) return undefined;
  const minutes = Number(hour) * 60 + Number(minute);
  return minutes === LAST_MINUTE ? LAST_MINUTE + 1 : minutes;
}
