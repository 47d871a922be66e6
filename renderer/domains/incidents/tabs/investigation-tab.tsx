import { Skeleton } from '@mantine/core';
import type { Incident } from '#shared/domains/incidents/schema.ts';
import { useAnswerAbout } from '#renderer/shell/api/use-answer.ts';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import shared from '../incidents.module.css';
import styles from '../investigation.module.css';
import { CircularsPanel } from '../circulars/circulars-panel.tsx';
import { CauseTree } from '../parts/cause-tree.tsx';
import { EvidenceList } from '../parts/evidence-list.tsx';
import { Factors } from '../parts/factors.tsx';
import { InquiryHead } from '../parts/inquiry-head.tsx';
import { InquiryText } from '../parts/inquiry-texts.tsx';
import { RiskMatrix } from '../parts/risk-matrix.tsx';
import { Witnesses } from '../parts/witnesses.tsx';

/** How it came to it: causes, what contributed, who saw it and what proves it, and what is learnt. */
export function InvestigationTab({ incident }: { incident: Incident }) {
  const answer = useAnswerAbout('incidents.investigation', { id: incident.id });
  if (answer.isError) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.data === undefined) return <Skeleton height={320} />;
  const inquiry = answer.data;
  const { investigation, causes } = inquiry;
  const changes = inquiry.mayInvestigate && investigation?.state === 'open';
  const isBegun = investigation !== null && (investigation.state !== 'not_required' || causes.length > 0);
  const about = { incidentId: incident.id, changes };
  return (
    <div className={styles.columns}>
      <div className={shared.side}>
        <InquiryHead incident={incident} inquiry={inquiry} />
        {isBegun ? (
          <>
            <CauseTree {...about} causes={causes} />
            <InquiryText {...about} field="summary" text={investigation.summary} />
            <InquiryText {...about} field="lessons" text={investigation.lessons} />
          </>
        ) : null}
      </div>
      <div className={shared.side}>
        {isBegun ? (
          <>
            <RiskMatrix {...about} risk={investigation} />
            <Factors {...about} factors={investigation.factors} />
          </>
        ) : null}
        <Witnesses
          incidentId={incident.id}
          witnesses={inquiry.witnesses}
          isClosed={incident.stage === 'closed'}
        />
        <EvidenceList incidentId={incident.id} inquiry={inquiry} isClosed={incident.stage === 'closed'} />
        <CircularsPanel
          incident={incident}
          lessons={investigation?.lessons ?? ''}
          mayInvestigate={inquiry.mayInvestigate}
        />
      </div>
    </div>
  );
}
