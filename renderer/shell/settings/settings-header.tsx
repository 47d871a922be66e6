import { IconArrowLeft } from '@tabler/icons-react';
import { Anchor } from '@mantine/core';
import { Link } from 'wouter';
import { PageHeader } from '#renderer/ui/page-header.tsx';
import { useWords } from '../words.ts';

/** Of a page that a card leads to: its name, and the way back. */
export function SettingsHeader({ title }: { title: string }) {
  const { t } = useWords();
  return (
    <PageHeader title={title}>
      <Anchor component={Link} href="/settings" size="sm">
        <IconArrowLeft size={13} aria-hidden="true" /> {t('settings.back')}
      </Anchor>
    </PageHeader>
  );
}
