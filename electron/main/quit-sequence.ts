import type { App, Event } from 'electron';

export interface QuitOptions {
  app: Pick<App, 'on' | 'exit'>;
  /** Ends what has to end properly, in its own time limits. */
  finish: () => Promise<void>;
  log: (event: string, details?: Record<string, unknown>) => void;
}

/** Quitting waits for the host to close its store, once; whoever asks again meanwhile changes nothing (LC-2). */
export function installQuitSequence({ app, finish, log }: QuitOptions): void {
  let finishing = false;
  app.on('before-quit', (event: Event) => {
    event.preventDefault();
    if (finishing) return;
    finishing = true;
    finish().then(
      () => app.exit(0),
      (error: unknown) => {
        log('quit-failed', { message: error instanceof Error ? error.message : String(error) });
        app.exit(1);
      },
    );
  });
}
