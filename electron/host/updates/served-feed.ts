import { feedName, type ReleaseChannel, ReleaseFeed } from '#shared/kernel/release-feed.ts';
import { updateError } from './errors.ts';

const ANSWER_TIMEOUT_MS = 20_000;
const FEED_CHARACTERS_MAX = 200_000;
const NOT_THERE = 404;

export function feedUrlOf(serverUrl: string): string {
  return `${serverUrl}/updates/`;
}

/**
 * What the server offers for this machine; null when it offers nothing. Only told to people here: what is
 * installed by hand is installed by somebody who looks after the machine.
 */
export async function readFeed(serverUrl: string, channel: ReleaseChannel): Promise<ReleaseFeed | null> {
  const url = `${feedUrlOf(serverUrl)}${feedName(channel, process.platform, process.arch)}`;
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS), redirect: 'error' });
    text = await response.text();
  } catch (error) {
    throw updateError('server-unreachable', {}, { cause: error });
  }
  if (response.status === NOT_THERE) return null;
  const feed =
    response.ok && text.length <= FEED_CHARACTERS_MAX ? ReleaseFeed.safeParse(parsed(text)) : undefined;
  if (feed?.success === true) return feed.data;
  throw updateError('feed-unreadable');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Told like everything else that is no feed.
    return undefined;
  }
}
