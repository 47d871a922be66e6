import { isConnectionLoss } from './api-error.ts';

export type CommandRequest = { readonly commandId: string; readonly input: unknown };

export type SendOptions<Outcome> = {
  readonly request: CommandRequest;
  send(request: CommandRequest): Promise<Outcome>;
  isConnected(): boolean;
  whenConnected(): Promise<void>;
  /** Told when the command has to wait for the console, and again when it goes on. */
  onWaiting?(waiting: boolean): void;
};

/** A host that dies at this very command each time would otherwise be killed by it for ever. */
export const SENDS_MAX = 5;

/**
 * Sends a command until the host has answered it. After a break it goes out again with the SAME id: if the
 * first one was carried out, the host answers with the first outcome, so nothing happens twice.
 */
export async function sendCommand<Outcome>(options: SendOptions<Outcome>): Promise<Outcome> {
  for (let sends = 1; ; sends += 1) {
    if (!options.isConnected()) {
      options.onWaiting?.(true);
      await options.whenConnected();
      options.onWaiting?.(false);
    }
    try {
      return await options.send(options.request);
    } catch (error) {
      if (!isConnectionLoss(error) || sends >= SENDS_MAX) throw error;
    }
  }
}
