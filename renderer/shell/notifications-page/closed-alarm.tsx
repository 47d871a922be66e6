import { useConsoleStatus } from '../connection/console-store.ts';
import { useWords } from '../words.ts';
import { useRepeatedAlarm } from './use-repeated-alarm.ts';

/** A console that is locked, or that nobody is signed in at, still calls whoever is near. */
export function ClosedAlarm() {
  const { t } = useWords();
  const status = useConsoleStatus();
  // What burns in a demonstration burns nobody.
  const isReal = status !== null && !status.demonstration;
  const isMuted = useRepeatedAlarm(isReal && status.counts.escalated > 0);
  return isMuted ? <p role="status">{t('alarm.muted')}</p> : null;
}
