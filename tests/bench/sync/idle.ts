import { deviceKey } from '#host/sync/device-key.ts';
import { policyOf } from '#host/sync/link-class.ts';
import { liveTransport } from '#host/sync/live-transport.ts';
import { LIVE_IDLE_SECONDS_MIN } from '#shared/sync/live.ts';
import type { FairleadSystem } from './fairlead-system.ts';
import { bytesOf, type Line, measured, sleep, until } from './figures.ts';

const OPENING_MS_MAX = 10_000;
const ANSWER_MS = 500;
export const IDLE_WORK = 'idle polls over a live connection';

/**
 * What a console costs that has nothing to say and hears nothing: the polls of its live connection, as often as the
 * protocol allows, on a link of their own. The console belongs to another vessel, and nobody may work meanwhile: the
 * clock of this work jumps, and a server drops who has said nothing for hours.
 */
export async function idlePolls(system: FairleadSystem, count: number): Promise<Line> {
  const device = await system.device('onlooker', 'BOR');
  await device.pull();
  let isOpen = false;
  const live = liveTransport(`http://127.0.0.1:${device.link.port}`, deviceKey(device.host.store), {
    onOpen: () => (isOpen = true),
    onNews: () => undefined,
    onClosed: () => (isOpen = false),
  });
  live.open({ idleSeconds: LIVE_IDLE_SECONDS_MIN });
  if ((await until(() => isOpen, OPENING_MS_MAX)) === undefined) throw new Error('No live connection');
  const line = await measured(device, { work: IDLE_WORK, count }, () =>
    sleep(count * LIVE_IDLE_SECONDS_MIN * 1_000 + ANSWER_MS),
  );
  live.close();
  if (line.requests !== count) throw new Error(`${line.requests} messages up instead of ${count} polls`);
  const everySeconds = policyOf('broadband').liveIdleSeconds;
  return {
    ...line,
    note: `every ${everySeconds} s on broadband: ${idleBytesPerMinute(line)} bytes a minute`,
  };
}

/** As often as a console on broadband polls; on dearer links it does so more seldom. */
export function idleBytesPerMinute(line: Line): number {
  const pollsPerMinute = 60 / policyOf('broadband').liveIdleSeconds;
  return (bytesOf(line) / line.count) * pollsPerMinute;
}
