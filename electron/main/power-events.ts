import type { PowerMonitor } from 'electron';
import type { MainToHost } from '#host/messages.ts';

/** Only main hears of sleep and waking; the host runs on resume what was due meanwhile (LC-3, LC-4). */
export function forwardPowerEvents(
  powerMonitor: Pick<PowerMonitor, 'on'>,
  send: (message: MainToHost) => void,
): void {
  powerMonitor.on('suspend', () => send({ type: 'power', event: 'suspend' }));
  powerMonitor.on('resume', () => send({ type: 'power', event: 'resume' }));
  powerMonitor.on('lock-screen', () => send({ type: 'power', event: 'lock-screen' }));
  powerMonitor.on('unlock-screen', () => send({ type: 'power', event: 'unlock-screen' }));
  powerMonitor.on('shutdown', () => send({ type: 'power', event: 'shutdown' }));
}
