import { Link } from 'wouter';
import { useAnswer } from '#renderer/shell/api/use-answer.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useWords } from '#renderer/shell/words.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import { RelativeTime } from '#renderer/ui/relative-time.tsx';
import styles from '../investigation.module.css';
import { DrillMark } from './drill-mark.tsx';

/** What waits for the approval of whoever looks; nothing where nothing does. */
export function ApprovalsForMe() {
  return useMay()('incidents.handle') ? <Waiting /> : null;
}

function Waiting() {
  const { t } = useWords();
  const waiting = useAnswer('incidents.approvals', {}).data;
  if (waiting === undefined || waiting.total === 0) return null;
  return (
    <Panel title={t('incidents.approval.mine')}>
      <ul className={styles.gaps}>
        {waiting.rows.map((row) => (
          <li key={row.id}>
            <Link href={`/incidents/${row.incidentId}`}>
              {row.number} {row.title}
            </Link>{' '}
            <DrillMark incident={row} />{' '}
            {t('incidents.approval.mine.row', {
              by: row.askedByName,
              move: t(`stage.${row.move}`).toLocaleLowerCase(),
            })}{' '}
            <RelativeTime at={row.askedAt} />
          </li>
        ))}
      </ul>
      {waiting.total > waiting.rows.length ? (
        <p className={styles.muted}>
          {t('incidents.approval.mine.more', { count: waiting.total - waiting.rows.length })}
        </p>
      ) : null}
    </Panel>
  );
}
