import { useEffect, useRef, useState } from 'react';
import { useConsoleStatus } from '../connection/console-store.ts';
import { useWords } from '../words.ts';

/** Tells a screen reader at once when another incident is escalated or passes its deadline. */
export function EscalationAnnouncer() {
  const { t } = useWords();
  const counts = useConsoleStatus()?.counts;
  const before = useRef(counts);
  const [text, setText] = useState('');
  useEffect(() => {
    const last = before.current;
    before.current = counts;
    if (counts === undefined || last === undefined) return;
    if (counts.escalated > last.escalated) setText(t('announce.escalated', { count: counts.escalated }));
    else if (counts.overdue > last.overdue) setText(t('announce.overdue', { count: counts.overdue }));
  }, [counts, t]);
  return (
    <p className="fl-visually-hidden" role="alert">
      {text}
    </p>
  );
}
