import type { Receipt } from '#shared/delivery/receipt.ts';
import { afterReceipt } from '#shared/domains/notifications/receipts.ts';
import { delivery } from '#shared/domains/notifications/schema.ts';
import { type DeliveryState, stateOf } from '#shared/domains/notifications/states.ts';
import { isoOf } from '#shared/kernel/clock.ts';
import { inOrganisation, type ServerContext } from '../http/context.ts';
import { organisationOf } from '../enrolment/administer.ts';
import { plainRecord } from '../exchange/records.ts';
import { notifyError } from './errors.ts';
import { patchAsServer } from './patch-as-server.ts';
import { readRecord, STATE_LANE } from './message-sender.ts';

/** Notes what became of a message that this server carried; consoles hear of it as of any change. Returns its state. */
export async function takeReceipt(
  context: Pick<ServerContext, 'storage' | 'clock' | 'news'>,
  receipt: Receipt,
): Promise<DeliveryState> {
  const nowMs = context.clock.now();
  const carried = await inOrganisation(context, (tx) => readRecord(tx, delivery, receipt.id));
  if (carried === undefined || carried.carrier !== 'server' || carried.channel === 'desktop') {
    throw notifyError('message-unknown');
  }
  let state = stateOf(carried);
  const version = await inOrganisation(context, (tx) =>
    patchAsServer(tx, { entity: delivery, id: receipt.id, lane: STATE_LANE, nowMs }, (standing) => {
      const before = delivery.schema.parse(plainRecord(standing));
      const fields = afterReceipt(before, receipt, isoOf(nowMs));
      state = stateOf({ ...before, ...fields });
      return fields;
    }),
  );
  if (version !== undefined) {
    const { id } = await organisationOf(context.storage);
    context.news.publish({ organisationId: id, version });
  }
  return state;
}
