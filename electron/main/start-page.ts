import type { HostFailure, HostWork } from './host-process.ts';
import { RECOVERY_PATH, RECOVERY_URL, recoveryPageAt, workPage } from './recovery-page.ts';

/** What windows show: the console, or main's own pages while the host can't run or works on the store. */
export class StartPage {
  readonly #reload: (route?: string) => void;
  #failure: HostFailure | undefined;
  #work: HostWork | undefined;

  constructor(options: { reload: (route?: string) => void }) {
    this.#reload = options.reload;
  }

  get isFailed(): boolean {
    return this.#failure !== undefined;
  }

  /** The address that is shown instead of the console. */
  get instead(): string | undefined {
    return this.#failure === undefined && this.#work === undefined ? undefined : RECOVERY_URL;
  }

  /** The page at a path, if it is one of main's own and is to be seen now. */
  pageAt(pathname: string): string | undefined {
    if (this.#work !== undefined) return pathname === RECOVERY_PATH ? workPage(this.#work) : undefined;
    return this.#failure === undefined ? undefined : recoveryPageAt(pathname, this.#failure);
  }

  fail(reason: HostFailure): void {
    this.#failure = reason;
    this.#work = undefined;
    this.#reload();
  }

  /** The host is started again after a failure. */
  startAgain({ restore }: { restore?: string }): void {
    this.#failure = undefined;
    if (restore !== undefined) this.#work = { type: 'work', what: 'restore', done: 0, total: null };
    this.#reload();
  }

  /** The page asks for its newer state by itself, so it is loaded once. */
  showWork(latest: HostWork): void {
    const isShown = this.#work !== undefined;
    this.#work = latest;
    if (!isShown) this.#reload();
  }

  /** The host runs: a window that waited for its work goes back to where the work was asked for. */
  hostIsReady(): void {
    const done = this.#work;
    this.#work = undefined;
    if (done !== undefined) this.#reload(done.what === 'change-key' ? '/store' : undefined);
  }
}
