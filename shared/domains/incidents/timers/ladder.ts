import { defineTimer } from '../../../kernel/define-timer.ts';
import { countAcknowledgement, lookAtAcknowledgement } from '../commands/acknowledge.ts';
import { endOverride } from '../commands/end-override.ts';
import { incidentAcknowledgement } from '../schema/escalation.ts';
import { takeCall } from '../commands/take-call.ts';
import { incidentCall } from '../schema/call.ts';
import { rotaOverride } from '../schema/rota.ts';

/** Before anything else that is due: who acknowledged must not be passed over by a step of the same moment. */
export const FIRST_OF_ALL = '1970-01-01T00:00:00.000Z';

/** One from another site has arrived. */
const countTimer = defineTimer({
  name: 'incidents.countAcknowledgement',
  entity: incidentAcknowledgement,
  command: countAcknowledgement,
  due: (made) => (made.countedAt === null ? { at: FIRST_OF_ALL, key: 'count' } : undefined),
  input: ({ id }) => ({ id }),
  catchUp: 'once',
});

/** Its maker is reminded, or it ends. */
const lookTimer = defineTimer({
  name: 'incidents.lookAtAcknowledgement',
  entity: incidentAcknowledgement,
  command: lookAtAcknowledgement,
  due: (made) =>
    made.countedAt !== null && made.endedAt === null ? { at: made.lookAt, key: 'look' } : undefined,
  input: ({ id }) => ({ id }),
  catchUp: 'once',
});

/** A call or text message has arrived from the company's server. */
const callTimer = defineTimer({
  name: 'incidents.takeCall',
  entity: incidentCall,
  command: takeCall,
  due: (call) => (call.handledAt === null ? { at: FIRST_OF_ALL, key: 'take' } : undefined),
  input: ({ id }) => ({ id }),
  catchUp: 'once',
});

const overrideTimer = defineTimer({
  name: 'incidents.endOverride',
  entity: rotaOverride,
  command: endOverride,
  due: ({ endedAt, withdrawnAt, toAt }) =>
    (endedAt ?? null) === null && withdrawnAt === null ? { at: toAt, key: 'end' } : undefined,
  input: ({ id }) => ({ id }),
  catchUp: 'once',
});

export const ladderTimers = [countTimer, callTimer, lookTimer, overrideTimer];
