import type { PowerMonitor } from 'electron';
import type { MainToHost } from '#host/messages.ts';

/**
 * Only main hears of sleep, waking and the system's lock (LC-3). A system that shuts down is asked to wait for the
 * console to quit, which ends the host and closes its store first.
 */
export function forwardPowerEvents(
  powerMonitor: Pick<PowerMonitor, 'on'>,
  { send, quit }: { send: (message: MainToHost) => void; quit: () => void },
): void {
  powerMonitor.on('suspend', () => send({ type: 'power', event: 'suspend' }));
  powerMonitor.on('resume', () => send({ type: 'power', event: 'resume' }));
  powerMonitor.on('lock-screen', () => send({ type: 'power', event: 'lock-screen' }));
  powerMonitor.on('unlock-screen', () => send({ type: 'power', event: 'unlock-screen' }));
  // Electron hands over an event that its types leave out.
  powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => {
    event?.preventDefault();
    quit();
  });
}
