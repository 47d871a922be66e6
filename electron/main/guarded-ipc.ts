import type { IpcMain, IpcMainEvent, WebContents } from 'electron';
import type { z } from 'zod';
import { isConsoleUrl } from './console-url.ts';

export interface GuardedIpcOptions {
  ipcMain: Pick<IpcMain, 'on'>;
  /** Told about a message that was dropped; it gets no answer. */
  onRefused: (channel: string, reason: string) => void;
}

/**
 * The only way a page's message gets into main: sent by the top frame of a page of the console, and of the
 * shape its channel declares (SEC-7). Anything else is dropped and reported.
 */
export function listenToPages<Message>(
  options: GuardedIpcOptions,
  channel: string,
  schema: z.ZodType<Message>,
  handle: (message: Message, sender: WebContents) => void,
): void {
  options.ipcMain.on(channel, (event, ...args: unknown[]) => {
    const problem = senderProblem(event);
    if (problem) {
      options.onRefused(channel, problem);
      return;
    }
    const parsed = schema.safeParse(args[0]);
    if (!parsed.success || args.length !== 1) {
      options.onRefused(channel, 'unexpected message');
      return;
    }
    handle(parsed.data, event.sender);
  });
}

function senderProblem(event: Pick<IpcMainEvent, 'senderFrame'>): string | undefined {
  const frame = event.senderFrame;
  if (!frame) return 'the frame is gone';
  if (frame.parent !== null) return 'not the top frame';
  if (!isConsoleUrl(frame.url)) return 'not a page of the console';
  return undefined;
}
