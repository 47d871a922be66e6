import { IconArchive } from '@tabler/icons-react';
import { useWords } from '#renderer/shell/words.ts';

/** Beside what a list shows from the archive. */
export function ArchivedMark({ isArchived }: { isArchived: boolean }) {
  const { t } = useWords();
  return isArchived ? <IconArchive size={14} stroke={1.8} aria-label={t('incidents.archived')} /> : null;
}
