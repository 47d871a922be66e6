import { isConnectionLoss } from './api-error.ts';

export type CommandRequest = { readonly commandId: string; readonly input: unknown };

export type SendOptions<Outcome> = {
  readonly request: CommandRequest;
  send(request: CommandRequest): Promise<Outcome>;
  whenConnected(): Promise<void>;
  /** Told when the connection broke with the command under way, and again when it was answered. */
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
    try {
      const outcome = await options.send(options.request);
      options.onWaiting?.(false);
      return outcome;
    } catch (error) {
      if (!isConnectionLoss(error) || sends >= SENDS_MAX) {
        options.onWaiting?.(false);
        throw error;
      }
      options.onWaiting?.(true);
      await options.whenConnected();
    }
  }
}
