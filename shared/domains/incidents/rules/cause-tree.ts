import type { Cause } from '../schema/investigation.ts';

type Link = { readonly id: string; readonly parentId: string | null };
export type CauseNode<C extends Link = Cause> = {
  readonly cause: C;
  readonly depth: number;
  readonly children: readonly CauseNode<C>[];
};

/**
 * The causes as a tree, in their order. Each stands in it exactly once, whatever two consoles made of it apart: one
 * whose parent is gone, or is among its own children, stands at the top.
 */
export function causeTree<C extends Link>(causes: readonly C[]): readonly CauseNode<C>[] {
  const known = new Set<string>(causes.map(({ id }) => id));
  const below = new Map<string, C[]>();
  for (const cause of causes) {
    const { parentId } = cause;
    if (parentId === null || !known.has(parentId)) continue;
    below.set(parentId, [...(below.get(parentId) ?? []), cause]);
  }
  const placed = new Set<string>();
  const nodeOf = (cause: C, depth: number): CauseNode<C> => {
    placed.add(cause.id);
    const children = (below.get(cause.id) ?? [])
      .filter(({ id }) => !placed.has(id))
      .map((child) => nodeOf(child, depth + 1));
    return { cause, depth, children };
  };
  const tops = causes.filter(({ parentId }) => parentId === null || !known.has(parentId));
  const tree = tops.map((cause) => nodeOf(cause, 0));
  for (const cause of causes) if (!placed.has(cause.id)) tree.push(nodeOf(cause, 0));
  return tree;
}

/** All nodes from top to bottom, as they stand one under the other. */
export function nodesOf<C extends Link>(tree: readonly CauseNode<C>[]): CauseNode<C>[] {
  return tree.flatMap((node) => [node, ...nodesOf(node.children)]);
}

/** A cause and everything below it. */
export function withAllBelow<C extends Link>(causes: readonly C[], id: string): readonly C[] {
  const node = nodesOf(causeTree(causes)).find(({ cause }) => cause.id === id);
  return node === undefined ? [] : nodesOf([node]).map(({ cause }) => cause);
}

/** The root causes in one text; empty while none is marked. */
export function rootCauseText(causes: readonly Pick<Cause, 'isRoot' | 'text'>[]): string {
  return causes
    .filter(({ isRoot }) => isRoot)
    .map(({ text }) => text)
    .join('\n');
}
