import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { type Acknowledged, type Orders, type Request, Said } from './protocol.ts';

export type Testament = {
  /** The last command that was begun. */
  readonly begun: Request | undefined;
  readonly done: readonly Acknowledged[];
  /** Anything but the death that was ordered. */
  readonly problems: readonly string[];
};

const CHILD = path.join(import.meta.dirname, 'child.ts');
/** A process that has not died by then passes its point too rarely, and is killed from outside. */
const LIFE_MS_MAX = 1_500;

/** One process from its start to its end by SIGKILL. */
export class ChildLife {
  readonly #process: ChildProcess;
  readonly #ready: Promise<void>;
  readonly #ended: Promise<{ code: number | null; signal: string | null }>;
  #said = '';
  #complaint = '';

  constructor() {
    const child = spawn(process.execPath, [CHILD], { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#process = child;
    // 'close' comes when the process is gone and everything it wrote was read.
    this.#ended = new Promise((resolve) => {
      child.once('close', (code, signal) => resolve({ code, signal }));
    });
    this.#ready = new Promise((resolve) => {
      child.stdout?.on('data', (bytes: Buffer) => {
        this.#said += bytes.toString('latin1');
        resolve();
      });
      child.once('close', () => resolve());
    });
    child.stderr?.on('data', (bytes: Buffer) => {
      this.#complaint += bytes.toString('utf8');
    });
    // A child that ended by itself can't be written to; how it ended is told below.
    child.stdin?.on('error', () => undefined);
  }

  async liveAndDie(orders: Orders, delayMs: number): Promise<Testament> {
    await this.#ready;
    this.#process.stdin?.end(JSON.stringify(orders));
    const limit = orders.kill === undefined ? delayMs : LIFE_MS_MAX;
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), limit);
    const { code, signal } = await this.#ended;
    clearTimeout(timer);
    const said = linesOf(this.#said);
    return {
      begun: said.flatMap((line) => ('begun' in line ? [line.begun] : [])).at(-1),
      done: said.flatMap((line) => ('done' in line ? [line.done] : [])),
      problems: signal === 'SIGKILL' ? [] : [`a process ended with ${code ?? signal}: ${this.#complaint}`],
    };
  }

  /** For one that was never sent to work. */
  async end(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#ended;
  }
}

/** A line is written in one piece; a last one without its end was cut by the kill and promises nothing. */
function linesOf(text: string): Said[] {
  const lines = Buffer.from(text, 'latin1').toString('utf8').split('\n');
  return lines.slice(0, -1).map((line) => Said.parse(JSON.parse(line)));
}
