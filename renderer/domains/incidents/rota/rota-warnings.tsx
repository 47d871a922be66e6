import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useAnswer } from '#renderer/shell/api/use-answer.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useWords } from '#renderer/shell/words.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import styles from './rota.module.css';
import type { Stand } from './stand.ts';
import { warningsOf } from './warnings.ts';

/** Levels that call nobody, people who have left, people who can't be reached. */
export function RotaWarnings({ stand }: { stand: Stand }) {
  const { t } = useWords();
  const mayAsk = useMay()('people.read');
  const reach = useAnswer('notifications.reachability', { dutyOnly: false }, { enabled: mayAsk });
  const warnings = warningsOf(stand, reach.data);
  return (
    <Panel title={t('incidents.rota.warnings')}>
      <ul className={styles.warnings}>
        {warnings.length === 0 ? (
          <li>
            <IconCircleCheck size={16} aria-hidden="true" />
            {t('incidents.rota.noWarnings')}
          </li>
        ) : null}
        {warnings.map(({ key, params }) => (
          <li key={`${key} ${params.level} ${params.name ?? ''}`}>
            <IconAlertTriangle size={16} aria-hidden="true" />
            {t(key, { name: '', ...params })}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
