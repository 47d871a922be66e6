import {
  IconAlertOctagon,
  IconArrowBigUpLines,
  IconBellRinging,
  IconCircleCheck,
  IconHourglassLow,
  IconInbox,
  IconSchool,
} from '@tabler/icons-react';
import { OPEN_DRILLS, openRows } from '#shared/domains/incidents/rules/rows-of-numbers.ts';
import type { Answer } from '#renderer/shell/api/questions.ts';
import { useWords } from '#renderer/shell/words.ts';
import pages from '#renderer/ui/pages.module.css';
import { StatTile } from '#renderer/ui/stat-tile.tsx';
import { addressOf } from '../list-filters.ts';

/** What burns now, by clock and ladder. */
export function LiveTiles({ totals, drills }: Pick<Answer<'incidents.dashboard'>, 'totals' | 'drills'>) {
  const { t } = useWords();
  const tiles = [
    { key: 'open', value: totals.open, rows: openRows(), icon: IconInbox, tone: 'plain' },
    {
      key: 'onTrack',
      value: totals.onTrack,
      rows: openRows({ sla: 'on_track' }),
      icon: IconCircleCheck,
      tone: 'plain',
    },
    {
      key: 'atRisk',
      value: totals.atRisk,
      rows: openRows({ sla: 'at_risk' }),
      icon: IconHourglassLow,
      tone: 'warning',
    },
    {
      key: 'overdue',
      value: totals.overdue,
      rows: openRows({ sla: 'overdue' }),
      icon: IconAlertOctagon,
      tone: 'alarm',
    },
    {
      key: 'unacknowledged',
      value: totals.unacknowledged,
      rows: openRows({ ladder: 'unacknowledged' }),
      icon: IconBellRinging,
      tone: 'warning',
    },
    {
      key: 'escalated',
      value: totals.escalated,
      rows: openRows({ ladder: 'escalated' }),
      icon: IconArrowBigUpLines,
      tone: 'warning',
    },
    ...(drills === 0
      ? []
      : [{ key: 'drills', value: drills, rows: OPEN_DRILLS, icon: IconSchool, tone: 'plain' } as const]),
  ] as const;
  return (
    <div className={pages.tiles}>
      {tiles.map(({ key, value, rows, icon, tone }) => (
        <StatTile
          key={key}
          label={t(`incidents.overview.${key}`)}
          value={value}
          href={addressOf(rows)}
          icon={icon}
          tone={tone}
        />
      ))}
    </div>
  );
}
