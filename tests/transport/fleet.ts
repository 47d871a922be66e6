import { performance } from 'node:perf_hooks';
import { httpTransport } from '#host/sync/http-transport.ts';
import { liveTransport } from '#host/sync/live-transport.ts';
import { TestServer } from '#sync-server/testing/test-server.ts';
import { SimConsole, type SimConsoleOptions } from '../simulation/sim-console.ts';
import { FrailLink } from './frail-link.ts';

const CLOCK = { now: () => Date.now(), monotonicMs: () => performance.now() };
const NEVER_MS = 1_000_000_000;

/** A real server, real consoles over real sockets, and between them links that a test can break. */
export class Fleet {
  readonly server: TestServer;
  readonly #consoles: SimConsole[] = [];
  readonly #links: FrailLink[] = [];

  static async start(options: Parameters<typeof TestServer.start>[0] = {}): Promise<Fleet> {
    return new Fleet(await TestServer.start(options));
  }

  private constructor(server: TestServer) {
    this.server = server;
  }

  async link(): Promise<FrailLink> {
    const link = await FrailLink.to(this.server.url);
    this.#links.push(link);
    return link;
  }

  /** Joined and with its first person; it begins no exchange by itself unless it is live. */
  async join(
    siteCode: 'AUR' | 'OFF',
    link: FrailLink,
    { isLive = false, ...options }: Partial<SimConsoleOptions> & { isLive?: boolean } = {},
  ): Promise<SimConsole> {
    const opened = this.open({ isLive, ...options });
    await opened.sync.join({
      serverUrl: link.url,
      code: await this.server.siteCode(siteCode),
      deviceName: siteCode,
    });
    opened.createAdministrator(`Admin ${siteCode}`);
    await opened.sync.service.now();
    return opened;
  }

  open({ isLive = false, ...options }: Partial<SimConsoleOptions> & { isLive?: boolean } = {}): SimConsole {
    const opened = new SimConsole({
      clock: CLOCK,
      transportTo: httpTransport,
      ...(isLive ? { liveTo: liveTransport } : {}),
      inMemory: true,
      random: () => 0.5,
      settings: isLive ? {} : { pollMs: NEVER_MS, commitDelayMs: NEVER_MS },
      ...options,
    });
    this.#consoles.push(opened);
    return opened;
  }

  async close(): Promise<void> {
    for (const one of this.#consoles) await one.remove();
    for (const link of this.#links) await link.close();
    await this.server.stop();
  }
}

/** Waits for a fact, not for a time. */
export async function until(fact: () => boolean, withinMs = 15_000): Promise<number> {
  const startedAtMs = performance.now();
  while (!fact()) {
    if (performance.now() - startedAtMs > withinMs)
      throw new Error(`Not so within ${withinMs} ms: ${fact.toString()}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 2);
    });
  }
  return performance.now() - startedAtMs;
}
