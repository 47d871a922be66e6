import {
  IconArrowBigUpLines,
  IconArrowRight,
  IconArrowsExchange,
  IconBell,
  IconBellCheck,
  IconBellOff,
  IconClockExclamation,
  IconClockQuestion,
  IconFingerprint,
  IconFlag,
  IconGauge,
  IconGitMerge,
  IconHourglassLow,
  IconLink,
  IconListCheck,
  IconMessage,
  IconPaperclip,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerSkipForward,
  IconRotateClockwise,
  IconRubberStamp,
  IconScale,
  IconSearch,
  IconUser,
  IconUserPlus,
  type Icon,
} from '@tabler/icons-react';
import { useState } from 'react';
import { UNKNOWN_ID } from '#shared/access/can.ts';
import type { TimelineRow } from '#shared/domains/incidents/queries/detail.ts';
import {
  COMMENT_KINDS,
  type CommentKind,
  commentKindOf,
} from '#shared/domains/incidents/rules/comment-kinds.ts';
import { useConsoleStatus } from '#renderer/shell/connection/console-store.ts';
import { useWords } from '#renderer/shell/words.ts';
import { clockText, dayText } from '#renderer/ui/format.ts';
import { MentionWords } from '#renderer/ui/mention-words.tsx';
import { absoluteText } from '#renderer/ui/relative-time.tsx';
import { Timeline, type TimelineEntry } from '#renderer/ui/timeline.tsx';
import { eventText, formerTitle, travelNotes } from '../event-text.ts';
import styles from '../incidents.module.css';
import { ChoiceFilter } from './choice-filter.tsx';

type EventType = TimelineRow['type'];
const LOOKS: { readonly [T in EventType]: { readonly icon: Icon; readonly tone?: 'alarm' | 'good' } } = {
  reported: { icon: IconFlag },
  amended: { icon: IconPencil },
  severity: { icon: IconGauge },
  assigned: { icon: IconUserPlus },
  acknowledged: { icon: IconBellCheck, tone: 'good' },
  escalated: { icon: IconArrowBigUpLines, tone: 'alarm' },
  ladder_restarted: { icon: IconRotateClockwise, tone: 'alarm' },
  overdue: { icon: IconClockExclamation, tone: 'alarm' },
  stage: { icon: IconArrowRight },
  commented: { icon: IconMessage },
  attached: { icon: IconPaperclip },
  at_risk: { icon: IconHourglassLow },
  paused: { icon: IconPlayerPause },
  resumed: { icon: IconPlayerPlay },
  clock_jumped: { icon: IconClockQuestion, tone: 'alarm' },
  level_skipped: { icon: IconPlayerSkipForward, tone: 'alarm' },
  handed_over: { icon: IconArrowsExchange },
  reminded: { icon: IconBell },
  acknowledgement_expired: { icon: IconBellOff, tone: 'alarm' },
  investigation: { icon: IconSearch },
  witness: { icon: IconUser },
  evidence: { icon: IconFingerprint },
  action: { icon: IconListCheck },
  merged: { icon: IconGitMerge },
  linked: { icon: IconLink },
  compliance: { icon: IconScale },
  approval: { icon: IconRubberStamp },
};

type IncidentTimelineProps = {
  rows: readonly TimelineRow[];
  cut: boolean;
  /** Of the incident's site: a timeline is read in the time of where it happened. */
  timeZone: string | undefined;
};

export function IncidentTimeline({ rows: all, cut, timeZone }: IncidentTimelineProps) {
  const { t } = useWords();
  const [chosen, setChosen] = useState<CommentKind | null>(null);
  const kinds = COMMENT_KINDS.filter((kind) => all.some((row) => commentKindOf(row) === kind));
  const kind = chosen !== null && kinds.includes(chosen) ? chosen : null;
  const rows = kind === null ? all : all.filter((row) => commentKindOf(row) === kind);
  const link = useConsoleStatus()?.sync.link;
  const joined = link !== undefined && link !== 'not-joined';
  const entries = rows.map((row): TimelineEntry => {
    const was = formerTitle(row);
    const said = commentKindOf(row);
    const nobody = row.byId === UNKNOWN_ID ? 'incidents.reporter.unknown' : 'incidents.timeline.system';
    const name = row.byName === '' ? t(nobody) : row.byName;
    return {
      id: row.id,
      ...LOOKS[row.type],
      who: t('incidents.timeline.who', { name, site: row.consoleSiteName }),
      what: eventText(row),
      ...(said === undefined ? {} : { label: t(`commentKind.${said}`) }),
      when: (
        <time dateTime={row.at} title={absoluteText(row.at, timeZone)}>
          {dayText(row.at, timeZone)}, {clockText(row.at, timeZone)}
        </time>
      ),
      text:
        row.text === null || row.text === '' ? null : (
          <MentionWords text={row.text} names={row.mentionNames} />
        ),
      notes: [
        ...(row.expected ? [t('incidents.update.expected', { expected: row.expected })] : []),
        ...(was === undefined ? [] : [t('incidents.timeline.was', { was })]),
        ...travelNotes(row, timeZone, joined),
      ],
    };
  });
  return (
    <>
      {kinds.length === 0 ? null : (
        <div className={styles.timelineFilter}>
          <ChoiceFilter<CommentKind>
            label={t('incidents.timeline.kind')}
            anyText={t('incidents.timeline.kind.any')}
            value={kind}
            choices={kinds.map((value) => ({ value, label: t(`commentKind.${value}`) }))}
            onChange={setChosen}
          />
        </div>
      )}
      {cut ? <p>{t('incidents.detail.timeline.cut')}</p> : null}
      <Timeline label={t('incidents.detail.timeline')} entries={entries} />
    </>
  );
}
