import { defineTimer } from '../../kernel/define-timer.ts';
import { advanceDelivery } from './delivery-commands.ts';
import { delivery } from './schema.ts';
import { stateOf } from './states.ts';

const deliveryTimer = defineTimer({
  name: 'notifications.delivery',
  entity: delivery,
  command: advanceDelivery,
  due(record) {
    if (stateOf(record) !== 'queued') return undefined;
    return record.channel === 'desktop'
      ? { at: record.nextAt, key: 'show' }
      : { at: record.expiresAt, key: 'expire' };
  },
  input: ({ id }) => ({ id }),
  catchUp: 'once',
});

export const notificationTimers = [deliveryTimer];
