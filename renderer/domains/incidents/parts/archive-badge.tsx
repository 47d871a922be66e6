import { IconArchive } from '@tabler/icons-react';
import { useWords } from '#renderer/shell/words.ts';
import badges from '#renderer/ui/badges.module.css';
import { monthText } from '#renderer/ui/format.ts';

/** Says that what is shown comes from a monthly file: it is complete, and any change brings it back. */
export function ArchiveBadge({ month }: { month: string }) {
  const { t } = useWords();
  return (
    <span className={badges.stage} title={t('incidents.archive.title')}>
      <IconArchive size={14} stroke={1.8} aria-hidden="true" />
      {t('incidents.archive.from', { month: monthText(month) })}
    </span>
  );
}
