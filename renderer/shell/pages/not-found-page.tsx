import { Button } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { Link } from 'wouter';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { useWords } from '../words.ts';

export function NotFoundPage() {
  const { t } = useWords();
  return (
    <EmptyState page icon={IconMapOff} title={t('notFound.title')} text={t('notFound.text')}>
      <Button component={Link} href="/incidents" variant="default">
        {t('notFound.home')}
      </Button>
    </EmptyState>
  );
}
