import { ActionIcon, Button, Select } from '@mantine/core';
import { IconCalendarDown, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { WorkingCalendar } from '#shared/domains/settings/calendar.ts';
import type { DayOff } from '#shared/domains/settings/schema.ts';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import form from '#renderer/ui/form.module.css';
import { useAction } from '../api/use-action.ts';
import { connection } from '../connection/console-connection.ts';
import { useHostNow } from '../connection/use-host-now.ts';
import { useMay } from '../use-may.ts';
import { useWords } from '../words.ts';
import styles from './settings.module.css';

const YEARS = 3;
const WHOLE = '';

type HolidaysEditorProps = {
  readonly calendar: WorkingCalendar;
  readonly onChange: (part: Partial<WorkingCalendar>) => void;
};

/** Taken from what is known of a country, then the site's own: a day can be struck out. */
export function HolidaysEditor({ calendar, onChange }: HolidaysEditorProps) {
  const { t } = useWords();
  const may = useMay();
  const { country, region, holidays } = calendar;
  const places = useQuery({
    queryKey: ['settings.holidayPlaces', country],
    queryFn: () => connection.api.settings.holidayPlaces.query({ country }),
    // Who can only look has no use for other countries.
    enabled: may('calendars.manage'),
    placeholderData: (previous) => previous,
  });
  const year = Number(useHostNow().slice(0, 4));
  const fetchDays = useAction(
    useCallback(
      async (of: { country: string; region: string | null }) => {
        const days = await connection.api.settings.holidays.query({ ...of, fromYear: year, years: YEARS });
        onChange({ holidays: [...days] });
      },
      [year, onChange],
    ),
  );
  const regions = places.data?.regions ?? [];
  const [first, last] = [holidays[0], holidays.at(-1)];
  return (
    <div className={styles.work}>
      <div className={form.row}>
        <Select
          label={t('settings.calendar.country')}
          searchable
          clearable
          value={country}
          data={(places.data?.countries ?? []).map(({ code, name }) => ({ value: code, label: name }))}
          onChange={(chosen) => onChange({ country: chosen, region: null, holidays: [] })}
        />
        <Select
          label={t('settings.calendar.region')}
          searchable
          allowDeselect={false}
          disabled={regions.length === 0}
          value={region ?? WHOLE}
          data={[
            { value: WHOLE, label: t('settings.calendar.region.whole') },
            ...regions.map(({ code, name }) => ({ value: code, label: name })),
          ]}
          onChange={(chosen) => onChange({ region: chosen === WHOLE ? null : chosen, holidays: [] })}
        />
      </div>
      <Button
        variant="default"
        leftSection={<IconCalendarDown size={15} />}
        loading={fetchDays.busy}
        disabled={country === null}
        onClick={() => country !== null && void fetchDays.run({ country, region })}
      >
        {t('settings.calendar.fetch')}
      </Button>
      <ErrorAlert error={fetchDays.error} />
      <p className={styles.text} role="status">
        {first === undefined || last === undefined
          ? t('settings.calendar.holidays.none')
          : t('settings.calendar.holidays.count', {
              count: holidays.length,
              from: first.date,
              to: last.date,
            })}
      </p>
      <Days days={holidays} onChange={(days) => onChange({ holidays: days })} />
    </div>
  );
}

function Days({ days, onChange }: { days: readonly DayOff[]; onChange: (days: DayOff[]) => void }) {
  const { t } = useWords();
  if (days.length === 0) return null;
  return (
    <ul className={styles.days} tabIndex={0} aria-label={t('settings.calendar.holidays')}>
      {days.map((day) => (
        <li key={day.date}>
          <span className={styles.date}>{day.date}</span>
          <span className={styles.dayName}>{day.name}</span>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('settings.calendar.remove', { name: day.name, date: day.date })}
            onClick={() => onChange(days.filter((other) => other !== day))}
          >
            <IconX size={14} />
          </ActionIcon>
        </li>
      ))}
    </ul>
  );
}
