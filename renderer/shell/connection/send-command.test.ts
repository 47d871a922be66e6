import { TRPCClientError } from '@trpc/client';
import { describe, expect, it } from 'vitest';
import { detailsOf, isConnectionLoss } from './api-error.ts';
import { type CommandRequest, sendCommand, SENDS_MAX } from './send-command.ts';

const request: CommandRequest = { commandId: 'c-1', input: { title: 'Fire' } };
const lost = () => new TRPCClientError('WebSocket closed');
const refused = () =>
  new TRPCClientError('Fill this in.', {
    result: {
      error: {
        code: -32600,
        message: 'Fill this in.',
        data: { details: { code: 'invalid-input', message: 'Fill this in.', field: 'title' } },
      },
    },
  });

/** A host that answers in this order, and writes down what it was sent. */
function hostThat(...answers: (string | Error)[]) {
  const sent: CommandRequest[] = [];
  const waiting: boolean[] = [];
  let reconnections = 0;
  let connected = true;
  const outcome = sendCommand<string>({
    request,
    async send(call) {
      sent.push(call);
      const answer = answers.shift();
      if (typeof answer === 'string') return answer;
      connected = answer !== undefined && !isConnectionLoss(answer);
      throw answer ?? lost();
    },
    isConnected: () => connected,
    async whenConnected() {
      reconnections += 1;
      connected = true;
    },
    onWaiting: (flag) => waiting.push(flag),
  });
  return { outcome, sent, waiting, reconnections: () => reconnections };
}

describe('a command', () => {
  it('goes out again with the same id when the connection broke with it under way', async () => {
    const host = hostThat(lost(), lost(), 'done');
    expect(await host.outcome).toBe('done');
    expect({ sent: host.sent, waiting: host.waiting, reconnections: host.reconnections() }).toEqual({
      sent: [request, request, request],
      waiting: [true, false, true, false],
      reconnections: 2,
    });
  });

  it('that the host refused is not sent again, and says which field is at fault', async () => {
    const host = hostThat(refused());
    const error: unknown = await host.outcome.catch((thrown: unknown) => thrown);
    expect(detailsOf(error)).toEqual({ code: 'invalid-input', message: 'Fill this in.', field: 'title' });
    expect(host.sent).toEqual([request]);
  });

  it('that kills the host each time is given up after a few sends', async () => {
    const host = hostThat();
    const error: unknown = await host.outcome.catch((thrown: unknown) => thrown);
    expect({ lost: isConnectionLoss(error), sends: host.sent.length, waiting: host.waiting.at(-1) }).toEqual({
      lost: true,
      sends: SENDS_MAX,
      waiting: false,
    });
  });
});

it('an error that nobody foresaw still tells a person what to do', () => {
  expect(detailsOf(new Error('x is undefined'))).toMatchObject({
    remedy: expect.stringContaining('Try again'),
  });
});
