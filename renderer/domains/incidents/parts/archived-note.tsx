import { useAnswer } from '#renderer/shell/api/use-answer.ts';
import { useWords } from '#renderer/shell/words.ts';
import pages from '#renderer/ui/pages.module.css';

/** The list shows what is in the store; this says what is not, and how it is found. */
export function ArchivedNote() {
  const { t } = useWords();
  const count = useAnswer('incidents.archived', {}).data?.count ?? 0;
  return count === 0 ? null : <p className={pages.lead}>{t('incidents.archive.note', { count })}</p>;
}
