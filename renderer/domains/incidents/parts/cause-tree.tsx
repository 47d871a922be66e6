import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { type CauseNode, causeTree, nodesOf } from '#shared/domains/incidents/rules/cause-tree.ts';
import type { Cause } from '#shared/domains/incidents/schema/investigation.ts';
import { useCommand } from '#renderer/shell/api/use-command.ts';
import { useWords } from '#renderer/shell/words.ts';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { type CauseAsk, CauseDialog } from '../dialogs/cause-dialog.tsx';
import styles from '../investigation.module.css';
import { CauseItem, CauseToolbar, type CauseTools } from './cause-item.tsx';

type CauseTreeProps = {
  incidentId: string;
  causes: readonly Cause[];
  /** Whether this person may change it now. */
  changes: boolean;
};

/** Why it happened: each answer under the one it lies behind. Moved through and changed by keys as well. */
export function CauseTree({ incidentId, causes, changes }: CauseTreeProps) {
  const { t } = useWords();
  const mark = useCommand('incidents.changeCause', incidentId);
  const [ask, setAsk] = useState<CauseAsk | null>(null);
  const tree = causeTree(causes);
  const tools: CauseTools | null = changes
    ? {
        add: (parent) => setAsk({ do: 'add', parent }),
        change: (cause) => setAsk({ do: 'change', cause }),
        remove: (cause) => setAsk({ do: 'remove', cause }),
        toggleRoot: ({ id, isRoot }) => void mark.run({ id: incidentId, causeId: id, isRoot: !isRoot }),
      }
    : null;
  return (
    <Panel title={t('incidents.causes.title')}>
      <div className={styles.work}>
        {causes.length === 0 ? <p className={styles.muted}>{t('incidents.causes.none')}</p> : null}
        <Tree tree={tree} causes={causes} tools={tools} />
        <ErrorAlert error={mark.error} />
        {tools === null ? null : (
          <div>
            <Button
              variant="default"
              size="xs"
              leftSection={<IconPlus size={15} />}
              onClick={() => tools.add(null)}
            >
              {t('incidents.causes.add')}
            </Button>
          </div>
        )}
      </div>
      <CauseDialog incidentId={incidentId} causes={causes} ask={ask} onClose={() => setAsk(null)} />
    </Panel>
  );
}

type TreeProps = { tree: readonly CauseNode[]; causes: readonly Cause[]; tools: CauseTools | null };

function Tree({ tree, causes, tools }: TreeProps) {
  const { t } = useWords();
  const nodes = nodesOf(tree);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const root = useRef<HTMLUListElement>(null);
  const follow = useRef(false);
  const activeId = nodes.some(({ cause }) => cause.id === chosenId) ? chosenId : (nodes[0]?.cause.id ?? null);

  useEffect(() => {
    if (!follow.current || activeId === null) return;
    follow.current = false;
    root.current?.querySelector<HTMLElement>(`[data-cause='${activeId}']`)?.focus();
  }, [activeId]);

  function onKeyDown(event: KeyboardEvent): void {
    const isOnItem = event.target instanceof HTMLElement && event.target.dataset['cause'] !== undefined;
    const node = nodes.find(({ cause }) => cause.id === activeId);
    if (!isOnItem || node === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const to = STEPS[event.key]?.(nodes, node);
    if (to !== undefined) {
      follow.current = true;
      setChosenId(to.cause.id);
    } else if (tools === null || !changeByKey(event.key, { node, causes, tools })) return;
    event.preventDefault();
    event.stopPropagation();
  }

  const active = nodes.find(({ cause }) => cause.id === activeId)?.cause;
  if (active === undefined) return null;
  return (
    <>
      <ul
        className={styles.tree}
        role="tree"
        aria-label={t('incidents.causes.tree')}
        ref={root}
        onKeyDown={onKeyDown}
      >
        {nodes.map((node) => (
          <CauseItem
            key={node.cause.id}
            node={node}
            isActive={node.cause.id === activeId}
            onActivate={setChosenId}
          />
        ))}
      </ul>
      {tools === null ? null : (
        <>
          <CauseToolbar cause={active} parent={parentOf(active, causes)} tools={tools} />
          <p className={styles.muted}>{t('incidents.causes.help')}</p>
        </>
      )}
    </>
  );
}

function parentOf({ parentId }: Cause, causes: readonly Cause[]): Cause | null {
  return causes.find(({ id }) => id === parentId) ?? null;
}

type Step = (nodes: readonly CauseNode[], at: CauseNode) => CauseNode | undefined;
const beside =
  (by: number): Step =>
  (nodes, at) =>
    nodes[nodes.indexOf(at) + by] ?? at;
const STEPS: { readonly [key: string]: Step } = {
  ArrowDown: beside(1),
  ArrowUp: beside(-1),
  ArrowRight: (_nodes, at) => at.children[0] ?? at,
  ArrowLeft: (nodes, at) => nodes.find(({ children }) => children.includes(at)) ?? at,
  Home: (nodes) => nodes[0],
  End: (nodes) => nodes.at(-1),
};

type Change = { readonly node: CauseNode; readonly causes: readonly Cause[]; readonly tools: CauseTools };

function changeByKey(key: string, { node, causes, tools }: Change): boolean {
  const { cause } = node;
  switch (key) {
    case 'Enter':
      tools.add(parentOf(cause, causes));
      return true;
    case 'Insert':
      tools.add(cause);
      return true;
    case 'Delete':
      tools.remove(cause);
      return true;
    case 'F2':
    case 'e':
      tools.change(cause);
      return true;
    case 'r':
      tools.toggleRoot(cause);
      return true;
    default:
      return false;
  }
}
