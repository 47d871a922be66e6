import type { FastifyBaseLogger } from 'fastify';
import type { DeliveryChannel } from '#shared/delivery/channel.ts';
import { incidentCall } from '#shared/domains/incidents/schema/call.ts';
import { incidentWords } from '#shared/domains/incidents/words.ts';
import { type Clock, msOf } from '#shared/kernel/clock.ts';
import { RETRIES, retryDelayMs } from '#shared/kernel/retry.ts';
import { sayLabel } from '#shared/words/say-value.ts';
import type { NewsBus } from '../news/news-bus.ts';
import { readRecord } from '../notify/message-sender.ts';
import { PolledWork } from '../notify/polled-work.ts';
import type { CallerAnswer, Storage, StorageTx } from '../storage/storage.ts';
import { ANSWER_AGE_MS_MAX } from './queue-caller-answers.ts';

/** The text message goes back to whoever wrote it: its beginning says which one is meant. */
const SAID_CHARACTERS_MAX = 60;

export type CallerAnswersParts = {
  readonly storage: Storage;
  readonly news: NewsBus;
  readonly clock: Clock;
  readonly sms: DeliveryChannel;
  readonly log: Pick<FastifyBaseLogger, 'error' | 'info'>;
  readonly random?: () => number;
};

/**
 * INC-85: tells those whose text message their site refused, by the gateway that other text messages leave by. Each
 * is told once: an attempt that may have failed is repeated under the same id.
 */
export class CallerAnswers {
  readonly #parts: CallerAnswersParts;
  readonly #polled: PolledWork<CallerAnswer>;

  constructor(parts: CallerAnswersParts) {
    this.#parts = parts;
    this.#polled = new PolledWork({
      ...parts,
      claim: (tx, claim) => tx.claimCallerAnswers(claim),
      handle: (organisationId, answer) => this.#tell(organisationId, answer),
      failed: (error) => parts.log.error({ err: error }, 'callers were not told'),
    });
  }

  start(): void {
    this.#polled.start();
  }

  /** Finishes what it has begun. */
  stop(): Promise<void> {
    return this.#polled.stop();
  }

  /** Sends everything that is due now. */
  sendDue(): Promise<void> {
    return this.#polled.doDue();
  }

  async #tell(organisationId: string, { callId, attempts: before }: CallerAnswer): Promise<void> {
    const { storage, clock, sms, log, random = Math.random } = this.#parts;
    const said = await storage.transaction(organisationId, (tx) => saidTo(tx, callId, clock.now()));
    const attempts = before + 1;
    let dueAtMs: number | null = null;
    if (said !== undefined) {
      const outcome = await sms.send({ id: callId, ...said, isUrgent: false });
      if (outcome.state === 'failed') {
        log.info({ callId, attempts, reason: outcome.reason }, 'a caller was not told');
        const mayPass = outcome.isRetriable && attempts <= RETRIES;
        if (mayPass) dueAtMs = clock.now() + retryDelayMs(attempts, random());
      }
    }
    await storage.transaction(organisationId, (tx) => tx.settleCallerAnswer({ callId, attempts, dueAtMs }));
  }
}

/** Undefined for what is too old by now, or gone. */
async function saidTo(tx: StorageTx, callId: string, nowMs: number) {
  const call = await readRecord(tx, incidentCall, callId);
  if (call === undefined || nowMs - msOf(call.receivedAt) > ANSWER_AGE_MS_MAX) return undefined;
  const site = await tx.site(call.siteId);
  const refusal = call.refusedBecause ?? null;
  const body = sayLabel(incidentWords, {
    key: `incidents.say.refused${refusal === null ? '.unsaid' : ''}`,
    params: {
      site: site?.name ?? '',
      said: beginningOf(call.said),
      ...(refusal === null ? {} : { refusal }),
    },
  });
  return { to: call.fromNumber, subject: site?.name ?? '', body };
}

function beginningOf(said: string): string {
  const line = said.replaceAll(/\s+/g, ' ');
  if (line.length <= SAID_CHARACTERS_MAX) return line;
  return `${line.slice(0, SAID_CHARACTERS_MAX - 1).toWellFormed()}…`;
}
