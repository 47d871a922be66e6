import { defineNotice, type NoticeDraft } from '../../../kernel/define-notice.ts';
import { maskedNumber } from '../rules/caller-number.ts';
import { intentOf } from '../rules/incoming-call.ts';
import { callRefusal, incidentCall } from '../schema/call.ts';

const SAID_CHARACTERS_MAX = 160;

/** INC-84: nothing came of a call, and whoever would be called first hears what it said. */
export const callRefused = defineNotice({
  name: 'incidents.callRefused',
  on: callRefusal,
  subject: incidentCall,
  subjectId: ({ callId }) => callId,
  draft({ record, subject }): NoticeDraft {
    const { callKind, claimedId, claimedName, fromNumber, said, refusedBecause } = subject;
    const isKnown = claimedId !== null;
    const refusal = refusedBecause ?? null;
    return {
      occurrence: record.id,
      at: record.at,
      // Who wanted to report something may stand before a fire.
      severity: intentOf(subject).what === 'report' ? 'medium' : 'low',
      title: {
        key: `incidents.notify.callRefused${isKnown ? '' : 'Unknown'}.${callKind}`,
        params: isKnown ? { name: claimedName } : { number: maskedNumber(fromNumber) },
      },
      body: {
        key: `incidents.notify.callRefused${refusal === null ? '.unsaid' : ''}`,
        params: {
          said: said.slice(0, SAID_CHARACTERS_MAX).toWellFormed(),
          ...(refusal === null ? {} : { refusal }),
        },
      },
      route: '/incidents/calls',
      dedupeKey: `callRefused:${record.id}`,
      groupKey: `callRefused:${record.id}`,
      audience: {
        profiles: record.profiles,
        personIds: record.toldIds,
        andOffices: false,
        orAdministrators: record.toldIds.length === 0,
      },
    };
  },
  isOver: () => false,
});
