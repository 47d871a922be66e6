import type { Feature } from '#shared/access/features.ts';
import { useConsoleStatus } from './connection/console-store.ts';

/** Whether the person may do something: shows and hides, while the host decides. */
export function useMay(): (feature: Feature) => boolean {
  const features = useConsoleStatus()?.person?.features ?? [];
  return (feature) => features.includes(feature);
}
