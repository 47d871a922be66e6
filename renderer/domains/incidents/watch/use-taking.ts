import { useCallback, useEffect, useRef, useState } from 'react';
import type { ErrorDetails } from '#shared/kernel/errors.ts';
import { runCommand } from '#renderer/shell/api/run-command.ts';
import { detailsOf } from '#renderer/shell/connection/api-error.ts';

/** So long a touch can be taken back; an acknowledgement that was made never can. */
export const UNDO_SECONDS = 5;

type Taken = { readonly id: string; readonly number: string };
type Taking = Taken & { readonly secondsLeft: number };

/**
 * Acknowledges with one touch and no question. It is sent when the time to take it back is over, and at once when the
 * page is left meanwhile: who says "I have it" and goes there is not forgotten.
 */
export function useTaking() {
  const [taking, setTaking] = useState<Taking | null>(null);
  const [error, setError] = useState<ErrorDetails | null>(null);
  const waiting = useRef<Taken | null>(null);

  const send = useCallback(() => {
    const taken = waiting.current;
    waiting.current = null;
    setTaking(null);
    if (taken === null) return;
    runCommand('incidents.acknowledge', { id: taken.id }).catch((refused: unknown) =>
      setError(detailsOf(refused)),
    );
  }, []);

  const isTaking = taking !== null;
  useEffect(() => {
    if (!isTaking) return undefined;
    let secondsLeft = UNDO_SECONDS;
    const timer = setInterval(() => {
      secondsLeft -= 1;
      if (secondsLeft <= 0) send();
      else setTaking((before) => (before === null ? null : { ...before, secondsLeft }));
    }, 1_000);
    return () => clearInterval(timer);
  }, [isTaking, send]);

  useEffect(() => {
    addEventListener('pagehide', send);
    return () => {
      removeEventListener('pagehide', send);
      send();
    };
  }, [send]);

  return {
    taking,
    error,
    take({ id, number }: Taken) {
      setError(null);
      waiting.current = { id, number };
      setTaking({ id, number, secondsLeft: UNDO_SECONDS });
    },
    undo() {
      waiting.current = null;
      setTaking(null);
    },
  };
}
