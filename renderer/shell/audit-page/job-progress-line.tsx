import { Button, Loader } from '@mantine/core';
import { useWords } from '../words.ts';
import styles from './audit-page.module.css';

export function JobProgressLine({ text, onCancel }: { text: string; onCancel(): void }) {
  const { t } = useWords();
  return (
    <div className={styles.running}>
      <Loader size={14} aria-hidden="true" />
      <span role="status">{text}</span>
      <Button variant="default" size="xs" onClick={onCancel}>
        {t('action.cancel')}
      </Button>
    </div>
  );
}
