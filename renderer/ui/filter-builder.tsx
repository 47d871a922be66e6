import { ActionIcon, SegmentedControl } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import {
  CONDITIONS_MAX,
  type Condition,
  type Filter,
  type FilterFields,
  type FilterGroup,
  GROUPS_MAX,
  isNoFilter,
  NO_FILTER,
  problemOf,
} from '#shared/kernel/filter.ts';
import { sameJson } from '#shared/kernel/canonical-json.ts';
import { useWords } from '#renderer/shell/words.ts';
import styles from './filter-builder.module.css';
import { emptyCondition, type FilterWords } from './filter-words.ts';
import { FilterConditionRow } from './filter-condition.tsx';
import { ToolButton } from './tool-button.tsx';

type FilterBuilderProps = {
  words: FilterWords;
  filter: Filter;
  /** Told with every change that makes a whole filter; conditions not yet filled in are left out of it. */
  onFilter(filter: Filter): void;
  onClose(): void;
};

/** A filter put together from fields, comparisons and values, with groups one level deep. */
export function FilterBuilder({ words, filter, onFilter, onClose }: FilterBuilderProps) {
  const { t } = useWords();
  const [draft, setDraft] = useState<Filter>(() => startOf(filter, words));
  const [told, setTold] = useState(filter);
  // The filter can change by itself: a view, a link, the back button.
  if (!sameJson(filter, told)) {
    setTold(filter);
    setDraft(startOf(filter, words));
  }
  function change(next: Filter): void {
    setDraft(next);
    const whole = wholeOf(next, words.fields);
    if (sameJson(whole, told)) return;
    setTold(whole);
    onFilter(whole);
  }
  return (
    <div className={styles.builder} role="group" aria-label={t('filter.title')}>
      <div className={styles.lines}>
        <MatchSwitch
          label={t('filter.match')}
          match={draft.match}
          onChange={(match) => change({ ...draft, match })}
        />
        <ConditionLines
          words={words}
          conditions={draft.conditions}
          onChange={(conditions) => change({ ...draft, conditions })}
        />
        {draft.groups.map((group, index) => (
          <GroupLines
            // Groups have no name of their own; their place is what tells them apart.
            key={index}
            words={words}
            group={group}
            onChange={(changed) => change({ ...draft, groups: replaced(draft.groups, index, changed) })}
          />
        ))}
        <Adders draft={draft} words={words} isEmpty={isNoFilter(filter)} onChange={change} />
      </div>
      <ActionIcon variant="subtle" color="gray" size={24} aria-label={t('filter.close')} onClick={onClose}>
        <IconX size={15} color="var(--fl-text)" />
      </ActionIcon>
    </div>
  );
}

type AddersProps = {
  draft: Filter;
  words: FilterWords;
  isEmpty: boolean;
  onChange(filter: Filter): void;
};

function Adders({ draft, words, isEmpty, onChange }: AddersProps) {
  const { t } = useWords();
  const { conditions, groups } = draft;
  const fresh = () => emptyCondition(words);
  return (
    <div className={styles.adders}>
      <Adder
        text={t('filter.addCondition')}
        disabled={conditions.length >= CONDITIONS_MAX}
        onClick={() => onChange({ ...draft, conditions: [...conditions, fresh()] })}
      />
      <Adder
        text={t('filter.addGroup')}
        disabled={groups.length >= GROUPS_MAX}
        onClick={() => {
          const match = draft.match === 'all' ? 'any' : 'all';
          onChange({ ...draft, groups: [...groups, { match, conditions: [fresh()] }] });
        }}
      />
      {isEmpty ? null : (
        <ToolButton onClick={() => onChange({ ...NO_FILTER, conditions: [fresh()] })}>
          {t('filter.clear')}
        </ToolButton>
      )}
    </div>
  );
}

type ConditionLinesProps = {
  words: FilterWords;
  conditions: readonly Condition[];
  onChange(conditions: Condition[]): void;
};

function ConditionLines({ words, conditions, onChange }: ConditionLinesProps) {
  return conditions.map((condition, index) => (
    <FilterConditionRow
      key={index}
      words={words}
      condition={condition}
      onChange={(changed) => onChange(replaced(conditions, index, changed))}
    />
  ));
}

type GroupLinesProps = {
  words: FilterWords;
  group: FilterGroup;
  onChange(group: FilterGroup | undefined): void;
};

function GroupLines({ words, group, onChange }: GroupLinesProps) {
  const { t } = useWords();
  return (
    <div className={styles.group} role="group" aria-label={t('filter.group')}>
      <MatchSwitch
        label={t('filter.group.match')}
        match={group.match}
        onChange={(match) => onChange({ ...group, match })}
      />
      <ConditionLines
        words={words}
        conditions={group.conditions}
        onChange={(conditions) => onChange(conditions.length === 0 ? undefined : { ...group, conditions })}
      />
      <Adder
        text={t('filter.addCondition')}
        disabled={group.conditions.length >= CONDITIONS_MAX}
        onClick={() => onChange({ ...group, conditions: [...group.conditions, emptyCondition(words)] })}
      />
    </div>
  );
}

type MatchSwitchProps = { label: string; match: Filter['match']; onChange(match: Filter['match']): void };

function MatchSwitch({ label, match, onChange }: MatchSwitchProps) {
  const { t } = useWords();
  return (
    <div className={styles.match}>
      <span>{t('filter.match.where')}</span>
      <SegmentedControl
        size="xs"
        aria-label={label}
        withItemsBorders={false}
        value={match}
        onChange={onChange}
        data={[
          { value: 'all', label: t('filter.match.all') },
          { value: 'any', label: t('filter.match.any') },
        ]}
      />
      <span>{t('filter.match.holds')}</span>
    </div>
  );
}

function Adder({ text, disabled, onClick }: { text: string; disabled: boolean; onClick(): void }) {
  return (
    <ToolButton leftSection={<IconPlus size={14} />} disabled={disabled} onClick={onClick}>
      {text}
    </ToolButton>
  );
}

/** Without any condition there would be nothing to fill in. */
function startOf(filter: Filter, words: FilterWords): Filter {
  return isNoFilter(filter) ? { ...NO_FILTER, conditions: [emptyCondition(words)] } : filter;
}

/** What of a draft says something already. */
function wholeOf(draft: Filter, fields: FilterFields): Filter {
  const whole = (conditions: readonly Condition[]) =>
    conditions.filter((condition) => problemOf(fields, condition) === undefined);
  return {
    match: draft.match,
    conditions: whole(draft.conditions),
    groups: draft.groups
      .map((group) => ({ ...group, conditions: whole(group.conditions) }))
      .filter((group) => group.conditions.length > 0),
  };
}

function replaced<Item>(items: readonly Item[], index: number, item: Item | undefined): Item[] {
  return items.toSpliced(index, 1, ...(item === undefined ? [] : [item]));
}
