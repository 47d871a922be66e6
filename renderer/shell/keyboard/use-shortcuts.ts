import { useEffect, useRef } from 'react';
import { contributions } from '../contributions.ts';
import { goTo } from '../hash-location.ts';
import { perform } from '../palette/perform.ts';
import { useMay } from '../use-may.ts';

/** After the first key of a pair the second must come within this time. */
const PAIR_MS_MAX = 1_200;

/**
 * Keys that work everywhere: `?`, `/`, and those of the contributions, alone, in pairs, or with Ctrl and Shift; the
 * latter also while something is typed, and over a dialog.
 */
export function useShortcuts({ help }: { help(): void }): void {
  const may = useMay();
  const latest = useRef({ may, help });
  useEffect(() => {
    latest.current = { may, help };
  });

  useEffect(() => {
    let first: { key: string; atMs: number } | undefined;
    function onKeyDown(event: KeyboardEvent): void {
      const pressed = {
        event,
        first: first !== undefined && event.timeStamp - first.atMs < PAIR_MS_MAX ? first.key : '',
      };
      first = undefined;
      const action = actionOf(pressed, latest.current);
      if (action === 'pair') first = { key: event.key, atMs: event.timeStamp };
      else if (action !== undefined) {
        event.preventDefault();
        action();
      }
    }
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
}

type Pressed = { readonly event: KeyboardEvent; readonly first: string };
type Abilities = { readonly may: ReturnType<typeof useMay>; help(): void };

function actionOf({ event, first }: Pressed, { may, help }: Abilities): (() => void) | 'pair' | undefined {
  if ((event.ctrlKey || event.metaKey) && event.shiftKey) {
    return commandFor(`mod+Shift+${event.key.toUpperCase()}`, may);
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return undefined;
  if (document.querySelector('[role="dialog"]') !== null) return undefined;
  if (event.key === '?') return help;
  if (event.key === '/') return focusSearch;
  if (first !== '') return pageFor(`${first} ${event.key}`, may);
  return commandFor(event.key, may) ?? (event.key === 'g' ? 'pair' : undefined);
}

function pageFor(keys: string, may: Abilities['may']): (() => void) | undefined {
  const entry = contributions
    .flatMap((contribution) => contribution.navigation)
    .find((candidate) => candidate.keys === keys && may(candidate.feature));
  return entry === undefined ? undefined : () => goTo(entry.path);
}

function commandFor(keys: string, may: Abilities['may']): (() => void) | undefined {
  const command = contributions
    .flatMap((contribution) => contribution.commands)
    .find((candidate) => candidate.keys === keys && may(candidate.feature));
  return command === undefined ? undefined : () => perform(command);
}

function focusSearch(): void {
  document.querySelector<HTMLElement>('[data-page-search]')?.focus();
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}
