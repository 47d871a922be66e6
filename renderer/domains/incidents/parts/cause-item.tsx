import { Button } from '@mantine/core';
import {
  IconCornerDownRight,
  IconFlag,
  IconFlagFilled,
  IconPencil,
  IconPlus,
  IconTrash,
  type Icon,
} from '@tabler/icons-react';
import type { CauseNode } from '#shared/domains/incidents/rules/cause-tree.ts';
import type { Cause } from '#shared/domains/incidents/schema/investigation.ts';
import { useWords } from '#renderer/shell/words.ts';
import styles from '../investigation.module.css';

/** What somebody who investigates does to a cause. */
export type CauseTools = {
  /** Behind a cause, or at the top. */
  add(parent: Cause | null): void;
  change(cause: Cause): void;
  remove(cause: Cause): void;
  toggleRoot(cause: Cause): void;
};

type CauseItemProps = {
  node: CauseNode;
  /** The one that keys and buttons act on. */
  isActive: boolean;
  onActivate(id: string): void;
};

export function CauseItem({ node, isActive, onActivate }: CauseItemProps) {
  const { t } = useWords();
  const { cause, depth } = node;
  return (
    <li
      className={styles.cause}
      role="treeitem"
      aria-level={depth + 1}
      aria-selected={isActive}
      tabIndex={isActive ? 0 : -1}
      data-cause={cause.id}
      style={{ marginInlineStart: depth * INDENT_PIXELS }}
      onFocus={() => onActivate(cause.id)}
      onClick={() => onActivate(cause.id)}
    >
      {depth === 0 ? null : <IconCornerDownRight size={15} aria-hidden="true" />}
      <span className={styles.causeText}>{cause.text}</span>{' '}
      {cause.isRoot ? (
        <span className={styles.rootMark}>
          <IconFlagFilled size={11} aria-hidden="true" />
          {t('incidents.causes.root')}
        </span>
      ) : null}{' '}
      <span className={styles.causeGroup}>{t(`incidents.causes.group.${cause.group}`)}</span>
    </li>
  );
}

const INDENT_PIXELS = 22;

type CauseToolbarProps = { cause: Cause; parent: Cause | null; tools: CauseTools };

/** What can be done to the cause that was chosen in the tree; keys do the same. */
export function CauseToolbar({ cause, parent, tools }: CauseToolbarProps) {
  const { t } = useWords();
  const buttons: readonly { text: string; icon: Icon; do(): void }[] = [
    { text: t('incidents.causes.do.behind'), icon: IconCornerDownRight, do: () => tools.add(cause) },
    { text: t('incidents.causes.do.beside'), icon: IconPlus, do: () => tools.add(parent) },
    {
      text: t(cause.isRoot ? 'incidents.causes.do.unmark' : 'incidents.causes.do.mark'),
      icon: cause.isRoot ? IconFlagFilled : IconFlag,
      do: () => tools.toggleRoot(cause),
    },
    { text: t('incidents.causes.do.change'), icon: IconPencil, do: () => tools.change(cause) },
    { text: t('incidents.causes.do.remove'), icon: IconTrash, do: () => tools.remove(cause) },
  ];
  return (
    <div className={styles.buttons} role="toolbar" aria-label={cause.text}>
      {buttons.map(({ text, icon: ToolIcon, do: run }) => (
        <Button
          key={text}
          variant="default"
          size="xs"
          px={9}
          leftSection={<ToolIcon size={15} />}
          onClick={run}
        >
          {text}
        </Button>
      ))}
    </div>
  );
}
