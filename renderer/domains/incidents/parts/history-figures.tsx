import { Tooltip } from '@mantine/core';
import { IconArrowDownRight, IconArrowRight, IconArrowUpRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Durations } from '#shared/domains/incidents/queries/history.ts';
import {
  type HistoryNumber,
  historyRows,
  NEAR_MISSES,
} from '#shared/domains/incidents/rules/rows-of-numbers.ts';
import { durationText } from '#shared/kernel/measures.ts';
import type { Answer } from '#renderer/shell/api/questions.ts';
import { useWords } from '#renderer/shell/words.ts';
import type { OverviewSpan } from '../overview-span.ts';
import styles from '../overview.module.css';
import { countText, NumberLink, percentText } from './number-link.tsx';

type History = Answer<'incidents.history'>;
type FiguresProps = { history: History; span: OverviewSpan };

const TREND_ICONS = { increasing: IconArrowUpRight, stable: IconArrowRight, decreasing: IconArrowDownRight };

/** The few numbers that say how it went, each leading to its incidents. */
export function HistoryFigures({ history, span }: FiguresProps) {
  const { t } = useWords();
  const { total } = history;
  return (
    <>
      <div className={styles.figures}>
        <Reported history={history} span={span} />
        <Figure label={t('incidents.history.compliance')}>
          <span className={styles.figureValue}>
            <NumberLink rows={historyRows('resolved', span)} label={t('incidents.history.compliance')}>
              {percentText(total.complianceRate)}
            </NumberLink>
          </span>
          <span className={styles.figureMore}>
            <Count number="deadlineMet" span={span} label={t('incidents.history.compliance')}>
              {t('incidents.history.met', { count: countText(total.deadlineMet) })}
            </Count>
            <Count number="deadlineMissed" span={span} label={t('incidents.history.compliance')}>
              {t('incidents.history.missed', { count: countText(total.deadlineMissed) })}
            </Count>
          </span>
        </Figure>
        <Figure label={t('incidents.history.closing')}>
          <span className={styles.figureValue}>
            <Count number="closed" span={span} label={t('incidents.history.closing')}>
              {percentText(total.closedInTimeRate)}
            </Count>
          </span>
          <span className={styles.figureMore}>
            <Count number="closedInTime" span={span} label={t('incidents.history.closing')}>
              {t('incidents.history.met', { count: countText(total.closedInTime) })}
            </Count>
            <Count number="closedLate" span={span} label={t('incidents.history.closing')}>
              {t('incidents.history.missed', { count: countText(total.closedLate) })}
            </Count>
          </span>
        </Figure>
        <Figure label={t('incidents.history.escalation')}>
          <span className={styles.figureValue}>
            <Count number="escalated" span={span} label={t('incidents.history.escalation')}>
              {percentText(total.escalationRate)}
            </Count>
          </span>
          <span className={styles.figureMore}>
            <Count number="escalated" span={span} label={t('incidents.history.escalation')}>
              {t('incidents.history.ofReported', { count: countText(total.escalated) })}
            </Count>
          </span>
        </Figure>
        <Times
          number="acknowledged"
          label={t('incidents.history.toAcknowledge')}
          times={total.acknowledge}
          span={span}
        />
        <Times
          number="resolved"
          label={t('incidents.history.toResolve')}
          times={total.resolution}
          span={span}
        />
      </div>
      <Counts history={history} span={span} />
    </>
  );
}

function Reported({ history: { total, previous, trend }, span }: FiguresProps) {
  const { t } = useWords();
  const TrendIcon = TREND_ICONS[trend];
  return (
    <Figure label={t('incidents.history.reported')}>
      <span className={styles.figureValue}>
        <Count number="reported" span={span} label={t('incidents.history.reported')}>
          {countText(total.reported)}
        </Count>
      </span>
      <span className={styles.figureMore}>
        <Tooltip label={t('incidents.history.trend.hint')} multiline w={260}>
          <span className={styles.trend} data-trend={trend}>
            <TrendIcon size={15} aria-hidden="true" />
            {t(`incidents.history.trend.${trend}`)}
          </span>
        </Tooltip>
        <Count
          number="reported"
          span={{ ...span, from: previous.from, to: previous.to }}
          label={t('incidents.history.reported')}
        >
          {t('incidents.history.before', { count: countText(previous.reported) })}
        </Count>
      </span>
    </Figure>
  );
}

function Times({
  number,
  label,
  times,
  span,
}: {
  number: 'acknowledged' | 'resolved';
  label: string;
  times: Durations;
  span: OverviewSpan;
}) {
  const { t } = useWords();
  const more = [
    ['average', times.average],
    ['p90', times.p90],
    ['p95', times.p95],
  ] as const;
  return (
    <Figure label={label}>
      <span className={styles.figureValue}>
        <Count number={number} span={span} label={`${label}, ${t('incidents.history.median')}`}>
          {minutesText(times.p50)}
        </Count>
      </span>
      <span className={styles.figureMore}>
        <span>{t('incidents.history.median')}</span>
        {more.map(([name, minutes]) => (
          <span key={name}>
            {t(`incidents.history.${name}`)}{' '}
            <Count number={number} span={span} label={`${label}, ${t(`incidents.history.${name}`)}`}>
              {minutesText(minutes)}
            </Count>
          </span>
        ))}
      </span>
    </Figure>
  );
}

const COUNTS = [
  ['acknowledged', 'acknowledged'],
  ['resolved', 'resolved'],
  ['closed', 'closed'],
  ['reopened', 'reopened'],
  ['overdue', 'overdue'],
  ['nearMisses', NEAR_MISSES],
] as const;

function Counts({ history: { total, byType }, span }: FiguresProps) {
  const { t } = useWords();
  const nearMisses = byType.find(({ type }) => type === 'near_miss')?.reported ?? 0;
  return (
    <dl className={styles.counts}>
      {COUNTS.map(([name, number]) => (
        <div key={name}>
          <dt>{t(`incidents.history.${name}`)}</dt>
          <dd>
            <Count number={number} span={span} label={t(`incidents.history.${name}`)}>
              {countText(name === 'nearMisses' ? nearMisses : total[name])}
            </Count>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.figure} role="group" aria-label={label}>
      <span className={styles.figureLabel}>{label}</span>
      {children}
    </div>
  );
}

type CountProps = { number: HistoryNumber; span: OverviewSpan; label: string; children: ReactNode };

function Count({ number, span, label, children }: CountProps) {
  return (
    <NumberLink rows={historyRows(number, span)} label={label}>
      {children}
    </NumberLink>
  );
}

export function minutesText(minutes: number | null): string {
  return minutes === null ? '–' : durationText(minutes * 60_000);
}
