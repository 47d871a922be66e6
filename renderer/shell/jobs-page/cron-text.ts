import { timeOfDayText } from '#renderer/ui/format.ts';
import { t } from '../words.ts';

const WEEKDAYS = [0, 1, 2, 3, 4, 5, 6] as const;
type Weekday = (typeof WEEKDAYS)[number];

/** A schedule as people say it, such as "every day at 02:00"; `null` for what takes longer to say than to read. */
export function cronText(cron: string): string | null {
  const [minute = '', hour = '', day = '', month = '', weekday = '', ...rest] = cron.trim().split(/\s+/);
  if (rest.length > 0 || month !== '*') return null;
  if (hour.startsWith('*')) return day === '*' && weekday === '*' ? oftenText(minute, hour) : null;
  const times = timesText(minute, hour);
  if (times === null) return null;
  if (day === '*' && weekday === '*') return t('jobs.cron.daily', { times });
  if (weekday === '*') {
    const [only] = numbersIn(day, 31) ?? [];
    return only === undefined || day.includes(',') ? null : t('jobs.cron.monthly', { day: only, times });
  }
  const days = day === '*' ? daysText(weekday) : null;
  return days === null ? null : t('jobs.cron.weekly', { days, times });
}

/** Several times a day. Steps that do not fill the hour or the day evenly are not "every so many". */
function oftenText(minute: string, hour: string): string | null {
  const everyMinutes = stepOf(minute, 60);
  if (everyMinutes !== null) return hour === '*' ? t('jobs.cron.minutes', { count: everyMinutes }) : null;
  const everyHours = stepOf(hour, 24);
  const [past] = numbersIn(minute, 59) ?? [];
  if (everyHours === null || past === undefined || minute.includes(',')) return null;
  const every = t('jobs.cron.hours', { count: everyHours });
  return past === 0 ? every : t('jobs.cron.past', { every, count: past });
}

/** 5 of a step over five, 1 of a star. */
function stepOf(field: string, whole: number): number | null {
  const step = /^\*(?:\/(\d{1,2}))?$/.exec(field);
  if (step === null) return null;
  const every = Number(step[1] ?? 1);
  return every > 0 && whole % every === 0 ? every : null;
}

function timesText(minute: string, hour: string): string | null {
  const [past] = numbersIn(minute, 59) ?? [];
  const hours = numbersIn(hour, 23);
  if (past === undefined || minute.includes(',') || hours === null) return null;
  return listText(hours.map((one) => timeOfDayText(one, past)));
}

function daysText(field: string): string | null {
  const [from, to] = field.split('-').map(weekdayOf);
  if (field.includes('-')) {
    if (from === undefined || to === undefined) return null;
    return t('jobs.cron.days', { from: t(`jobs.cron.on.${from}`), to: t(`jobs.cron.on.${to}`) });
  }
  const days = numbersIn(field, 7)?.map((day) => weekdayOf(String(day)));
  if (days === undefined) return null;
  return listText(days.flatMap((day) => (day === undefined ? [] : [t(`jobs.cron.every.${day}`)])));
}

/** Sunday has two numbers. */
function weekdayOf(text: string): Weekday | undefined {
  return /^[0-7]$/.test(text) ? WEEKDAYS.find((day) => day === Number(text) % 7) : undefined;
}

function numbersIn(field: string, most: number): readonly number[] | null {
  if (!/^\d{1,2}(,\d{1,2})*$/.test(field)) return null;
  const numbers = field.split(',').map(Number);
  return numbers.every((one) => one <= most) ? numbers : null;
}

function listText(parts: readonly string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(parts);
}
