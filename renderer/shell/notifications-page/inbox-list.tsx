import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useLayoutEffect, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { usePaging } from '#renderer/ui/data-table/use-paging.ts';
import { dateText } from '#renderer/ui/format.ts';
import { useRowKeys } from '#renderer/ui/use-row-keys.ts';
import type { useRowPages } from '../api/use-row-pages.ts';
import { useShownZone } from '../preferences/use-shown-zone.ts';
import { useWords } from '../words.ts';
import { InboxLineItem } from './inbox-line.tsx';
import styles from './inbox.module.css';
import { useHeldLine } from './use-held-line.ts';
import type { InboxActs, InboxLine } from './use-inbox.ts';
import { useKeptFocus } from './use-kept-focus.ts';

/** About what a line takes before it is measured. */
const LINE_HEIGHT = 84;
const OVERSCAN_LINES = 6;

type ListProps = {
  readonly lines: readonly InboxLine[];
  readonly acts: InboxActs;
  readonly paging: ReturnType<typeof useRowPages>['paging'];
};

/** Lines by day, as many as are in view: an inbox of a year scrolls as one of a day does. */
export function InboxList({ lines, acts, paging }: ListProps) {
  const { t } = useWords();
  const zone = useShownZone();
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const { items, height, measure, setScroller, scrollTo } = useLineWindow(lines, paging);
  const before = paging.rowsBefore;
  const { ref, onKeyDown, row } = useLineKeys(lines, acts, scrollTo);
  const ids = useMemo(() => lines.map(({ id }) => id), [lines]);
  const keptFocus = useKeptFocus(ref, ids);
  const dayOf = (line: InboxLine | undefined) => line && dateText(line.raisedAt, zone);
  return (
    <div className={styles.list} ref={setScroller}>
      <div
        ref={ref}
        role="group"
        aria-label={t('inbox.title')}
        aria-description={t('inbox.keys')}
        className={styles.lines}
        style={{ height }}
        onKeyDown={onKeyDown}
        {...keptFocus}
      >
        {items.map((item) => {
          const index = item.index - before;
          const line = lines[index];
          const day = dayOf(line);
          return (
            <div
              key={item.key}
              ref={measure}
              data-index={item.index}
              className={styles.place}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {line === undefined || day === dayOf(lines[index - 1]) ? null : (
                <h2 className={styles.day}>{day}</h2>
              )}
              {line === undefined ? (
                <div style={{ height: LINE_HEIGHT }} aria-hidden="true" />
              ) : (
                <InboxLineItem
                  line={line}
                  row={row(index)}
                  isOpen={opened.has(line.id)}
                  onToggle={() => setOpened(toggled(opened, line.id))}
                  onAcknowledge={() => void acts.acknowledge(line)}
                  onDismiss={() => void acts.dismiss(line)}
                  onOpen={() => void acts.read([line])}
                />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** Which lines are drawn, and the way to any of them. */
function useLineWindow(lines: ListProps['lines'], paging: ListProps['paging']) {
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  // Where keys have led: drawn whatever is in view, so that it is there to be scrolled to and takes the focus.
  const [target, setTarget] = useState({ index: 0 });
  const before = paging.rowsBefore;
  const virtual = useVirtualizer({
    count: before + lines.length,
    getScrollElement: () => scroller,
    estimateSize: () => LINE_HEIGHT,
    getItemKey: (index) => lines[index - before]?.id ?? `before ${index}`,
    overscan: OVERSCAN_LINES,
    rangeExtractor: (range) => withTarget(defaultRangeExtractor(range), target.index, range.count),
  });
  const items = virtual.getVirtualItems();
  usePaging(
    { ...paging, rowCount: lines.length },
    { first: virtual.range?.startIndex ?? 0, last: virtual.range?.endIndex ?? 0, isPrinting: false },
  );
  useHeldLine(virtual, scroller);
  useLayoutEffect(() => {
    scroller?.querySelector(`[data-index='${target.index}']`)?.scrollIntoView({ block: 'nearest' });
  }, [scroller, target]);
  const scrollTo = (index: number) => setTarget({ index: index + before });
  return {
    items,
    height: virtual.getTotalSize(),
    measure: virtual.measureElement,
    setScroller,
    scrollTo,
  };
}

/** Arrows, Enter, and a letter for each thing that is done to the line in focus. */
function useLineKeys(lines: readonly InboxLine[], acts: InboxActs, scrollTo: (index: number) => void) {
  const [, navigate] = useLocation();
  const {
    group: { ref, onKeyDown: onRowKey },
    row,
  } = useRowKeys({
    count: lines.length,
    idAt: (index) => lines[index]?.id,
    indexOf: (id) => lines.findIndex((line) => line.id === id),
    scrollTo,
    open(index) {
      const line = lines[index];
      if (line === undefined) return;
      void acts.read([line]);
      navigate(line.route);
    },
  });
  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const target = event.target instanceof HTMLElement ? event.target : undefined;
    const line = lines[Number(target?.dataset['row'] ?? -1)];
    if (line !== undefined && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const act = {
        a: acts.acknowledge,
        r: (one: InboxLine) => acts.read([one]),
        d: acts.dismiss,
      }[event.key.toLowerCase()];
      if (act !== undefined) {
        event.preventDefault();
        event.stopPropagation();
        void act(line);
        return;
      }
    }
    onRowKey(event);
  }
  return { ref, onKeyDown, row };
}

function withTarget(indexes: number[], target: number, count: number): number[] {
  if (target >= count || indexes.includes(target)) return indexes;
  return [...indexes, target].toSorted((one, other) => one - other);
}

function toggled(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const changed = new Set(ids);
  if (!changed.delete(id)) changed.add(id);
  return changed;
}
