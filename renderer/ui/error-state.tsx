import { Button } from '@mantine/core';
import { detailsOf } from '#renderer/shell/connection/api-error.ts';
import { useWords } from '#renderer/shell/words.ts';
import { ErrorAlert } from './error-alert.tsx';

/** In place of what could not be loaded. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry(): void }) {
  const { t } = useWords();
  return (
    <div style={{ display: 'grid', gap: 12, padding: 16, maxWidth: 560 }}>
      <ErrorAlert error={detailsOf(error)} />
      <div>
        <Button variant="default" onClick={onRetry}>
          {t('action.tryAgain')}
        </Button>
      </div>
    </div>
  );
}
