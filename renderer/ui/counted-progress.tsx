import { Progress } from '@mantine/core';

/** How much of a known number is done, over the whole width; nothing of nothing is not begun. */
export function CountedProgress({ done, total, label }: { done: number; total: number; label: string }) {
  return <Progress value={total === 0 ? 0 : (done / total) * 100} w="100%" aria-label={label} />;
}
