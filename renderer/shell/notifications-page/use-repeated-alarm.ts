import { useEffect, useState } from 'react';
import { isSilenced, playSound } from './alarm-sound.ts';

/** What is critical sounds again until somebody acknowledges it. */
const ALARM_EVERY_MS = 8_000;

/** Sounds for as long as something alarms. True while the browser keeps the page silent: nobody has touched it yet. */
export function useRepeatedAlarm(isAlarming: boolean): boolean {
  const [isMuted, setMuted] = useState(false);
  useEffect(() => {
    if (!isAlarming) return;
    const sound = () => void playSound('alarm').then(() => setMuted(isSilenced()));
    sound();
    const timer = setInterval(sound, ALARM_EVERY_MS);
    addEventListener('pointerdown', sound, { once: true });
    return () => {
      clearInterval(timer);
      removeEventListener('pointerdown', sound);
    };
  }, [isAlarming]);
  return isAlarming && isMuted;
}
