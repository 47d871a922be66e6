import { useCallback, useEffect, useRef, useState } from 'react';
import { USUAL_PREFERENCES } from '#shared/domains/notifications/schema.ts';
import type { ErrorDetails } from '#shared/kernel/errors.ts';
import { detailsOf } from '../connection/api-error.ts';
import type { Answer } from '../api/questions.ts';
import { runCommand } from '../api/run-command.ts';
import { ask, useAnswer } from '../api/use-answer.ts';
import { useMay } from '../use-may.ts';
import { playSound } from './alarm-sound.ts';
import { useRepeatedAlarm } from './use-repeated-alarm.ts';

export type InboxLine = Answer<'notifications.inbox'>['rows'][number];
export type ShownDelivery = Answer<'notifications.deliveries'>[number];

export function useInboxSummary() {
  const isAsked = useMay()('notifications.read');
  const answer = useAnswer('notifications.summary', {}, { enabled: isAsked });
  return isAsked ? answer.data : undefined;
}

/** Sounds once for what is new, and again and again for what is critical. */
export function useAlarm(): void {
  const isAsked = useMay()('notifications.read');
  const summary = useInboxSummary();
  const preferences = useAnswer('notifications.preferences', {}, { enabled: isAsked });
  const isOn = (preferences.data ?? USUAL_PREFERENCES).soundOn && isAsked;
  useRepeatedAlarm(isOn && (summary?.critical ?? 0) > 0);
  const newestId = summary?.newestId;
  const heard = useRef(newestId);
  useEffect(() => {
    const isNew = heard.current !== undefined && newestId !== undefined && newestId !== null;
    if (isOn && isNew && heard.current !== newestId) void playSound('notice');
    heard.current = newestId;
  }, [newestId, isOn]);
}

/** As many as one command takes. */
const LINES_AT_ONCE = 100;

export type InboxActs = ReturnType<typeof useInboxActs>;

/** What a person does to lines. An escalation is acknowledged where it happened, which settles it for everybody. */
export function useInboxActs() {
  const may = useMay();
  const [error, setError] = useState<ErrorDetails | null>(null);
  const mayAcknowledge = may('incidents.acknowledge');
  const tried = useCallback(async (act: () => Promise<unknown>) => {
    setError(null);
    try {
      await act();
    } catch (thrown) {
      setError(detailsOf(thrown));
    }
  }, []);
  return {
    error,
    acknowledge: (line: InboxLine) =>
      tried(async () => {
        if (line.category === 'incidents.escalated' && mayAcknowledge) {
          await runCommand('incidents.acknowledge', { id: line.linkId });
        }
        await runCommand('notifications.acknowledge', { ids: [line.id] });
      }),
    read: (lines: readonly InboxLine[]) =>
      tried(async () => {
        const ids = lines.filter(({ readAt }) => readAt === null).map(({ id }) => id);
        if (ids.length > 0) await runCommand('notifications.read', { ids });
      }),
    /** Also those further down than anybody has scrolled. */
    readAll: () =>
      tried(async () => {
        const input = { show: 'unread', limit: LINES_AT_ONCE } as const;
        let { rows } = await ask('notifications.inbox', input);
        while (rows.length > 0) {
          await runCommand('notifications.read', { ids: rows.map(({ id }) => id) });
          ({ rows } = await ask('notifications.inbox', input));
        }
      }),
    dismiss: (line: InboxLine) => tried(() => runCommand('notifications.dismiss', { ids: [line.id] })),
  };
}
