import { Skeleton } from '@mantine/core';
import { Redirect, useLocation } from 'wouter';
import { USUAL_PREFERENCES } from '#shared/domains/work/schema.ts';
import { useAnswer } from '../api/use-answer.ts';
import { startPathOf } from '../preferences/start-page.ts';
import { useMay } from '../use-may.ts';

/** Who asks for no page gets the one that they chose to begin with. */
export function StartPage() {
  const may = useMay();
  const [path] = useLocation();
  const answer = useAnswer('work.preferences', {}, { enabled: may('views.save') });
  if (answer.isLoading) return <Skeleton height={320} radius={6} />;
  // The address already says where they went meanwhile; the event that tells the routes of it comes later.
  if (path !== '/') return null;
  const { startPage } = answer.data ?? USUAL_PREFERENCES;
  return <Redirect to={startPathOf(startPage, may)} replace />;
}
