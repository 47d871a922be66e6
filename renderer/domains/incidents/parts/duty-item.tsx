import { Button } from '@mantine/core';
import type { Incident } from '#shared/domains/incidents/schema.ts';
import type { ComplianceEntry } from '#shared/domains/incidents/schema/compliance.ts';
import { isAssessment } from '#shared/domains/incidents/rules/assessment.ts';
import { sourceOf } from '#shared/domains/incidents/rules/reportability.ts';
import { dutyStateAt } from '#shared/domains/incidents/rules/duty-state.ts';
import { useHostNow } from '#renderer/shell/connection/use-host-now.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useWords } from '#renderer/shell/words.ts';
import { RelativeTime } from '#renderer/ui/relative-time.tsx';
import styles from '../compliance.module.css';
import { DutyClock } from './duty-clock.tsx';

export type DutyAct = 'report' | 'review' | 'setStatus';

type DutyItemProps = {
  incident: Incident;
  duty: ComplianceEntry;
  onAct(act: DutyAct): void;
};

/** One duty: what, towards whom, why, by when, what came of it, and what can be done about it. */
export function DutyItem({ duty, onAct }: DutyItemProps) {
  const { t, label } = useWords();
  const may = useMay();
  const state = dutyStateAt(duty, useHostNow());
  const isOver = duty.withdrawnAt !== null;
  const isOnlyAsked = isAssessment(duty);
  const source = sourceOf(duty.ruleId);
  const marks = [
    ...(duty.mustReport ? [] : [t('incidents.duties.inside')]),
    ...(duty.form === null ? [] : [t('incidents.duties.form', { form: duty.form })]),
    label({ key: `complianceStatus.${duty.status}` }),
  ];
  return (
    <li className={styles.duty} data-state={state}>
      <h3 className={styles.dutyName}>
        {[duty.requirement, duty.authority].filter((said) => said !== '').join(' · ')}
      </h3>
      <DutyClock duty={duty} />
      <p className={styles.dutyText}>{duty.because}</p>
      <p className={styles.dutyText}>
        {isOver
          ? t(isOnlyAsked ? 'incidents.assessment.over' : 'incidents.duties.withdrawn')
          : marks.join(' · ')}
      </p>
      {source === undefined ? null : (
        <details className={styles.dutyText}>
          <summary>{t('incidents.duties.source')}</summary>
          {source}
        </details>
      )}
      <DutyOutcome duty={duty} />
      {isOver || !may('incidents.regulate') ? null : (
        <div className={styles.actions}>
          {duty.reviewedAt === null ? (
            <>
              {isOnlyAsked ? null : (
                <Button size="compact-sm" variant="default" onClick={() => onAct('report')}>
                  {t(duty.reportedAt === null ? 'incidents.duties.report' : 'incidents.duties.correct')}
                </Button>
              )}
              <Button size="compact-sm" variant="default" onClick={() => onAct('setStatus')}>
                {t('incidents.duties.setStatus')}
              </Button>
            </>
          ) : null}
          {isOnlyAsked ? null : (
            <Button size="compact-sm" variant="default" onClick={() => onAct('review')}>
              {t('incidents.duties.review')}
            </Button>
          )}
        </div>
      )}
    </li>
  );
}

function DutyOutcome({ duty }: { duty: ComplianceEntry }) {
  const { t } = useWords();
  const { authority, reportedAt, reportedByName, reference, documents, reviewedAt } = duty;
  return (
    <>
      {reportedAt === null ? null : (
        <p className={styles.dutyText}>
          {t('incidents.duties.reportedBy', { authority, name: reportedByName ?? '' })},{' '}
          <RelativeTime at={reportedAt} />
          {reference === '' ? null : `, ${t('incidents.duties.reference', { reference })}`}
          {documents.length === 0
            ? null
            : `, ${t('incidents.duties.documents', { count: documents.length })}`}
        </p>
      )}
      {reviewedAt === null ? null : (
        <p className={styles.dutyText}>
          {t('incidents.duties.reviewedBy', {
            name: duty.reviewedByName ?? '',
            notes: duty.reviewNotes,
          })}
          , <RelativeTime at={reviewedAt} />
        </p>
      )}
    </>
  );
}
