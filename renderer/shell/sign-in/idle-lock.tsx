import { useEffect } from 'react';
import { connection } from '../connection/console-connection.ts';
import { usePageLock } from './page-lock.ts';

const LOOK_MS = 5_000;
/** The host is told this seldom that somebody is there. */
const TOUCH_MS = 30_000;
const SIGNS = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchstart'] as const;

/** Locks the page when nobody has touched it for so long, and tells the host that somebody does. */
export function IdleLock({ minutes }: { minutes: number }) {
  useEffect(() => {
    let touchedAtMs = performance.now();
    let toldAtMs = Number.NEGATIVE_INFINITY;
    const onSign = () => {
      touchedAtMs = performance.now();
      if (touchedAtMs - toldAtMs < TOUCH_MS) return;
      toldAtMs = touchedAtMs;
      // Whoever is not let in any more sees it by the console's status.
      connection.api.session.touch.mutate().catch(() => undefined);
    };
    const timer = setInterval(() => {
      if (performance.now() - touchedAtMs >= minutes * 60_000) lockNow();
    }, LOOK_MS);
    for (const sign of SIGNS) addEventListener(sign, onSign, { passive: true });
    return () => {
      clearInterval(timer);
      for (const sign of SIGNS) removeEventListener(sign, onSign);
    };
  }, [minutes]);
  return null;
}

/** Hides everything at once; the host follows, or locks by itself when the time is over. */
export function lockNow(): void {
  usePageLock.getState().set(true);
  connection.api.session.lock.mutate().catch(() => undefined);
}
