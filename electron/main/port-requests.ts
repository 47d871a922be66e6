import { ipcMain } from 'electron';
import { z } from 'zod';
import type { ConsoleWindows } from './console-windows.ts';
import { listenToPages } from './guarded-ipc.ts';
import type { LogFile } from './log-file.ts';
import type { PortBroker } from './port-broker.ts';

const PortRequestMessage = z.object({ nonce: z.string().min(8).max(128) });

/** The one thing a page can ask of main: a port to the host (electron/preload/index.ts). */
export function answerPortRequests(log: LogFile, windows: ConsoleWindows, broker: PortBroker): void {
  const onRefused = (channel: string, reason: string) =>
    log.write('warn', 'message-refused', { channel, reason });
  listenToPages({ ipcMain, onRefused }, 'host-port-request', PortRequestMessage, ({ nonce }, sender) => {
    const windowSession = windows.sessionOf(sender);
    if (windowSession) broker.request({ ...windowSession, nonce, target: sender });
  });
}
