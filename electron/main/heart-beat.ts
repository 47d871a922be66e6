const INTERVAL_MS = 5_000;
/** Beats without an answer, not time without one: a machine that slept has missed none. */
const UNANSWERED_MAX = 4;

export interface HeartBeatOptions {
  ping: (n: number) => void;
  /** Called once, after which the beat stands still. */
  onSilence: () => void;
}

/** Tells a host that hangs from one that works: both are running processes (UP-9). */
export class HeartBeat {
  #options: HeartBeatOptions;
  #timer: NodeJS.Timeout | undefined;
  #sent = 0;
  #answered = 0;

  constructor(options: HeartBeatOptions) {
    this.#options = options;
  }

  start(): void {
    this.stop();
    this.#answered = this.#sent;
    this.#timer = setInterval(() => this.#beat(), INTERVAL_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  answered(n: number): void {
    this.#answered = Math.max(this.#answered, n);
  }

  #beat(): void {
    if (this.#sent - this.#answered >= UNANSWERED_MAX) {
      this.stop();
      this.#options.onSilence();
      return;
    }
    this.#sent += 1;
    this.#options.ping(this.#sent);
  }
}
