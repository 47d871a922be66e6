import http from 'node:http';
import type { HealthLine } from './command-line.ts';
import { cliError } from './errors.ts';

const ANSWER_MS_MAX = 5_000;

/** Asks the private port whether the server lives; throws when it does not. For a container's health check. */
export async function askHealth({ host, port }: HealthLine): Promise<string> {
  const status = await new Promise<number>((resolve, reject) => {
    const request = http.get(
      { host, port, path: '/healthz', timeout: ANSWER_MS_MAX, agent: false },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      },
    );
    request.on('timeout', () => request.destroy(new Error(`no answer in ${ANSWER_MS_MAX} ms`)));
    request.on('error', reject);
  }).catch((error: unknown) => {
    throw cliError('nothing-answers', { host, port }, { cause: error });
  });
  if (status === 200) return 'The server is well.';
  throw cliError('unwell', { status });
}
