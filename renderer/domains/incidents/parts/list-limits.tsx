import { Pill } from '@mantine/core';
import { NOBODY } from '#shared/domains/incidents/queries/nobody.ts';
import { useAnswer } from '#renderer/shell/api/use-answer.ts';
import { useWords } from '#renderer/shell/words.ts';
import { momentText } from '../overview-span.ts';
import type { ListFilters } from '../list-filters.ts';
import styles from '../overview.module.css';

type ListLimitsProps = { filters: ListFilters; onChange(changes: Partial<ListFilters>): void };

/** What a link has narrowed the list to that no other filter shows; each can be taken away. */
export function ListLimits({ filters, onChange }: ListLimitsProps) {
  const { t } = useWords();
  const { kinds, assignee, during } = filters;
  const name = useAssigneeName(assignee);
  const time =
    during === null
      ? ''
      : t('incidents.limit.time', { from: momentText(during.from), to: momentText(during.to) });
  const limits: { text: string; none: Partial<ListFilters> }[] = [
    ...(during === null
      ? []
      : [{ text: t(`incidents.limit.during.${during.step}`, { time }), none: { during: null } }]),
    ...(kinds === 'all' ? [] : [{ text: t(`incidents.limit.${kinds}`), none: { kinds: 'all' as const } }]),
    ...(assignee === null ? [] : [{ text: name, none: { assignee: null } }]),
  ];
  if (limits.length === 0) return null;
  return (
    <div className={styles.limits}>
      {limits.map(({ text, none }) => (
        <Pill
          key={text}
          withRemoveButton
          onRemove={() => onChange(none)}
          removeButtonProps={{
            'aria-label': t('incidents.limit.remove', { limit: text }),
            'aria-hidden': false,
            tabIndex: 0,
          }}
        >
          {text}
        </Pill>
      ))}
    </div>
  );
}

function useAssigneeName(assignee: string | null): string {
  const { t } = useWords();
  const live = useAnswer('incidents.dashboard', {}, { enabled: assignee !== null && assignee !== NOBODY });
  if (assignee === NOBODY) return t('incidents.limit.nobody');
  const name = live.data?.byAssignee.find((one) => one.assignee === assignee)?.name ?? null;
  return name === null ? t('incidents.limit.assignee.one') : t('incidents.limit.assignee', { name });
}
