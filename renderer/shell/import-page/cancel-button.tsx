import { Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useWords } from '../words.ts';
import type { useImportActions } from './use-import.ts';

export function CancelButton({
  importId,
  actions,
}: {
  importId: string;
  actions: ReturnType<typeof useImportActions>;
}) {
  const { t } = useWords();
  return (
    <Button
      variant="default"
      leftSection={<IconX size={15} />}
      loading={actions.step.busy}
      onClick={() => void actions.step.run({ what: 'cancel', importId })}
    >
      {t('action.cancel')}
    </Button>
  );
}
