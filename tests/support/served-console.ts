import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '../..');
const START_TIMEOUT_MS = 30_000;

/** The host as a plain Node process that serves the console, in a folder of its own. */
export class ServedConsole {
  readonly dataDir: string;
  readonly environment: Record<string, string>;
  #child: ChildProcess | undefined;
  #port = 0;

  private constructor(dataDir: string, environment: Record<string, string>) {
    this.dataDir = dataDir;
    this.environment = environment;
  }

  static async start(environment: Record<string, string> = {}): Promise<ServedConsole> {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'fairlead-served-'));
    const served = new ServedConsole(dataDir, environment);
    await served.startAgain();
    return served;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/`;
  }

  /** Starts it on the port it had. */
  async startAgain(): Promise<void> {
    const child = spawn(process.execPath, [path.join(ROOT, 'electron/host/entry-node.ts')], {
      env: {
        ...process.env,
        FAIRLEAD_DATA_DIR: this.dataDir,
        FAIRLEAD_PORT: String(this.#port),
        FAIRLEAD_LOG_LEVEL: 'error',
        ...this.environment,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child = child;
    this.#port = await portSaid(child);
  }

  /** As the power would: no chance to finish anything. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

function portSaid(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    const timeout = setTimeout(() => reject(new Error('The served console did not start')), START_TIMEOUT_MS);
    let said = '';
    child.stdout?.on('data', (bytes: Buffer) => {
      said += bytes.toString('utf8');
      const port = /served at http:\/\/[^:]+:(\d+)\//.exec(said)?.[1];
      if (port === undefined) return;
      clearTimeout(timeout);
      resolve(Number(port));
    });
    child.once('exit', (code) =>
      reject(new Error(`The served console ended with ${code} before it was up: ${said}`)),
    );
  });
}
