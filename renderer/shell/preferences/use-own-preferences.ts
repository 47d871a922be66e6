import { useEffect } from 'react';
import { useAnswer } from '../api/use-answer.ts';
import { useMay } from '../use-may.ts';
import { usePreferences } from './preferences-store.ts';

/** Follows how the person who is signed in reads dates and units. The key changes when everything must be said anew. */
export function useOwnPreferences(): string {
  const isAsked = useMay()('views.save');
  const answer = useAnswer('work.preferences', {}, { enabled: isAsked });
  useEffect(() => {
    if (answer.data !== undefined) usePreferences.setState({ preferences: answer.data });
  }, [answer.data]);
  return JSON.stringify(usePreferences((state) => state.preferences));
}
