import { connection } from './console-connection.ts';

export async function exchangeNow(): Promise<void> {
  await connection.api.sync.now.mutate();
}

export async function setPaused(paused: boolean): Promise<void> {
  await connection.api.sync.setPaused.mutate({ paused });
}
