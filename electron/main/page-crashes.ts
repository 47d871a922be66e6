import type { RenderProcessGoneDetails, WebContents } from 'electron';

export interface PageCrashOptions {
  log: (event: string, details: Record<string, unknown>) => void;
  /** The page keeps crashing: say so instead of reloading it for ever. */
  onGivenUp: () => void;
  monotonicMs?: () => number;
}

/** A page that crashes again within this time is not reloaded a second time. */
const RELOAD_AGAIN_AFTER_MS = 60_000;

/** A crashed page is reloaded once; what was saved is in the host, which runs on (CR-2). */
export function watchPageCrashes(
  contents: Pick<WebContents, 'on' | 'reload'>,
  { log, onGivenUp, monotonicMs = () => performance.now() }: PageCrashOptions,
): void {
  let reloadedAtMs = Number.NEGATIVE_INFINITY;
  contents.on('render-process-gone', (_event, details: RenderProcessGoneDetails) => {
    if (details.reason === 'clean-exit') return;
    const nowMs = monotonicMs();
    const reload = nowMs - reloadedAtMs > RELOAD_AGAIN_AFTER_MS;
    log('page-gone', { reason: details.reason, exitCode: details.exitCode, reload });
    if (reload) {
      reloadedAtMs = nowMs;
      contents.reload();
    } else {
      onGivenUp();
    }
  });
}
