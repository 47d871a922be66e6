import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoOf, msOf } from '../../kernel/clock.ts';
import { SEVERITIES } from '../../kernel/fields.ts';
import { localTimeOf } from '../../kernel/local-time.ts';
import { RecordId } from '../../kernel/ids.ts';
import { afterAttempt } from './attempts.ts';
import { idOf } from './ids.ts';
import { planFor, quietUntil, raisingOf, workingChannels } from './rules.ts';
import { type Delivery, type Notification, type Preferences, USUAL_PREFERENCES } from './schema.ts';
import { stateOf } from './states.ts';
import { builtInTemplate, renderTemplate, type TemplateValues, unknownPlaceholders } from './templates.ts';

const SEED = 20_261_121;
const ZONES = ['UTC', 'Europe/Athens', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'] as const;
const zone = fc.constantFrom(...ZONES);
const instant = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 11, 31) }).map(isoOf);
const clockTime = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
const ALL: Preferences = {
  ...USUAL_PREFERENCES,
  email: 'a@example.com',
  phone: '+302101234567',
  pushToken: 'token-1234',
};

describe('quiet hours (NTF-2)', () => {
  it.each([
    ['22:00', '06:00', '2026-06-01T20:30:00.000Z', '2026-06-02T03:00:00.000Z'],
    ['22:00', '06:00', '2026-06-02T02:59:00.000Z', '2026-06-02T03:00:00.000Z'],
    ['22:00', '06:00', '2026-06-02T03:00:00.000Z', undefined],
    ['13:00', '15:00', '2026-06-02T10:30:00.000Z', '2026-06-02T12:00:00.000Z'],
    ['13:00', '15:00', '2026-06-02T12:00:00.000Z', undefined],
    // Athens puts its clocks on at 03:00 of 29 March and back at 04:00 of 25 October.
    ['22:00', '06:00', '2026-03-28T21:00:00.000Z', '2026-03-29T03:00:00.000Z'],
    ['22:00', '06:00', '2026-10-24T20:00:00.000Z', '2026-10-25T04:00:00.000Z'],
  ])('from %s to %s in Athens end, seen from %s, at %s', (from, to, now, end) => {
    expect(quietUntil({ from, to }, now, 'Europe/Athens')).toBe(end);
  });

  it('end after now, within a day and a clock change, when the clock shows their end or has jumped over it', () => {
    fc.assert(
      fc.property(clockTime, clockTime, instant, zone, (from, to, now, timeZone) => {
        fc.pre(from !== to);
        const end = quietUntil({ from, to }, now, timeZone);
        if (end === undefined) return;
        const hours = (msOf(end) - msOf(now)) / 3_600_000;
        expect(hours).toBeGreaterThan(0);
        expect(hours).toBeLessThanOrEqual(25);
        const local = localTimeOf(msOf(end), timeZone);
        const [hour = 0, minute = 0] = to.split(':').map(Number);
        const jumpedMinutes = (local.hour * 60 + local.minute - hour * 60 - minute + 1440) % 1440;
        expect([0, 30, 60, 1380, 1410]).toContain(jumpedMinutes);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it('are over when they are over: asked at their end, there are none', () => {
    fc.assert(
      fc.property(
        clockTime,
        clockTime,
        instant,
        fc.constantFrom('UTC', 'Asia/Kathmandu'),
        (from, to, now, timeZone) => {
          fc.pre(from !== to);
          const end = quietUntil({ from, to }, now, timeZone);
          if (end !== undefined) expect(quietUntil({ from, to }, end, timeZone)).toBeUndefined();
        },
      ),
      { seed: SEED, numRuns: 300 },
    );
  });
});

describe('what goes where (NTF-3, NTF-4)', () => {
  it('what is critical goes at once over every channel with an address, whatever was chosen', () => {
    fc.assert(
      fc.property(
        clockTime,
        clockTime,
        instant,
        zone,
        fc.constantFrom('off', 'daily'),
        (from, to, now, timeZone, digest) => {
          fc.pre(from !== to);
          const silent = { desktopFor: [], emailFor: [], smsFor: [], pushFor: [] };
          const plan = planFor(
            { ...ALL, ...silent, digest, quietHours: { from, to } },
            { severity: 'critical', now, timeZone },
          );
          expect(plan.map((one) => [one.channel, one.nextAt])).toEqual(
            ['desktop', 'email', 'sms', 'push'].map((channel) => [channel, now]),
          );
        },
      ),
      { seed: SEED, numRuns: 200 },
    );
  });

  it('the rest goes over what was chosen, where there is an address, and waits for the morning', () => {
    const quiet = {
      ...USUAL_PREFERENCES,
      email: 'a@example.com',
      quietHours: { from: '22:00', to: '06:00' },
    };
    const at = { now: '2026-06-01T23:00:00.000Z', timeZone: 'UTC' };
    expect(planFor(quiet, { ...at, severity: 'high' })).toEqual([
      { channel: 'desktop', address: '', nextAt: '2026-06-02T06:00:00.000Z' },
      { channel: 'email', address: 'a@example.com', nextAt: '2026-06-02T06:00:00.000Z' },
    ]);
  });

  it('with a daily summary, low and medium are not mailed by themselves', () => {
    const summary: Preferences = { ...ALL, emailFor: [...SEVERITIES], digest: 'daily' };
    const mailed = SEVERITIES.filter((severity) =>
      planFor(summary, { severity, now: '2026-06-01T12:00:00.000Z', timeZone: 'UTC' }).some(
        ({ channel }) => channel === 'email',
      ),
    );
    expect(mailed).toEqual(['high', 'critical']);
  });
});

describe('one more telling (NTF-1)', () => {
  const now = '2026-06-01T12:00:00.000Z';
  const line = (changes: Partial<Notification>) =>
    ({
      occurrences: ['one'],
      dedupeKey: 'fire:1',
      raisedAt: '2026-06-01T11:55:00.000Z',
      acknowledgedAt: null,
      dismissedAt: null,
      ...changes,
    }) as Notification;
  const raising = (occurrence: string, standing: readonly Notification[], dedupeKey = 'fire:1') =>
    raisingOf({ occurrence, dedupeKey }, standing, now).raising;

  it('is a line, a group, the same again, or known already', () => {
    expect([
      raising('two', []),
      raising('two', [line({})]),
      raising('two', [line({})], 'fire:2'),
      raising('two', [line({ raisedAt: '2026-06-01T11:49:00.000Z' })]),
      raising('one', [line({})]),
      raising('two', [line({ acknowledgedAt: now })]),
      raising('one', [line({ acknowledgedAt: now })]),
    ]).toEqual(['new', 'again', 'grouped', 'grouped', 'known', 'new', 'known']);
  });

  it('has the same id at every console, and another one for anything else', () => {
    const id = idOf('notification', 'event', 'person');
    expect([idOf('notification', 'event', 'person'), RecordId.safeParse(id).success]).toEqual([id, true]);
    expect(idOf('notification', 'event', 'somebody else')).not.toBe(id);
  });
});

const QUEUED = {
  sentAt: null,
  deliveredAt: null,
  failedAt: null,
  suppressedAt: null,
} as const;

describe('an attempt (NTF-5, NTF-8)', () => {
  const now = '2026-06-01T12:00:00.000Z';
  const waiting = { attempts: 0, expiresAt: '2026-06-02T12:00:00.000Z', deliveredAt: null };
  const refused = { state: 'failed', reason: 'busy', isRetriable: true } as const;

  it('that is refused for now is followed by others after 1, 5 and 25 minutes give or take a fifth, then none', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (random) => {
        const after = [0, 1, 2, 3].map((attempts) =>
          afterAttempt({ ...waiting, attempts }, refused, { now, random }),
        );
        const minutes = after.map(({ nextAt }) =>
          nextAt === undefined ? undefined : (msOf(nextAt) - msOf(now)) / 60_000,
        );
        for (const [index, about] of [1, 5, 25].entries()) {
          expect(minutes[index]).toBeGreaterThanOrEqual(about * 0.8 - 0.001);
          expect(minutes[index]).toBeLessThanOrEqual(about * 1.2 + 0.001);
        }
        expect([minutes[3], after[3]?.failedAt]).toEqual([undefined, now]);
      }),
      { seed: SEED },
    );
  });

  it('that a relay accepts is sent, and delivered only when the other end says so', () => {
    const sent = afterAttempt(waiting, { state: 'sent', relayId: 'x', receipt: 'none' }, { now, random: 0 });
    const delivered = afterAttempt(waiting, { state: 'delivered', relayId: 'x' }, { now, random: 0 });
    expect([stateOf({ ...QUEUED, ...sent }), stateOf({ ...QUEUED, ...delivered })]).toEqual([
      'sent',
      'delivered',
    ]);
  });

  it('that would come after its message has expired is not made', () => {
    const after = afterAttempt({ ...waiting, attempts: 2, expiresAt: '2026-06-01T12:10:00.000Z' }, refused, {
      now,
      random: 0.5,
    });
    expect(after).toEqual({ attempts: 3, problem: 'busy', failedAt: now });
  });

  it('whose answer is lost, but whose receipt came, has not failed and is not made again', () => {
    expect(afterAttempt({ ...waiting, deliveredAt: now }, refused, { now, random: 0.5 })).toEqual({
      attempts: 1,
    });
  });

  it('and a call-off at the same moment are both kept, and what was sent is not called unsent', () => {
    expect(stateOf({ ...QUEUED, sentAt: now, suppressedAt: now })).toBe('sent');
    expect(stateOf({ ...QUEUED, suppressedAt: now })).toBe('suppressed');
  });
});

describe('who can be reached (NTF-7)', () => {
  const ended = (changes: Partial<Delivery>) =>
    ({ ...QUEUED, channel: 'email', address: 'a@example.com', ...changes }) as Delivery;
  const failed = ended({ failedAt: '2026-06-01T12:00:00.000Z' });
  const email = { ...USUAL_PREFERENCES, email: 'a@example.com' };

  it('has an address over which not everything failed lately', () => {
    expect([
      workingChannels(USUAL_PREFERENCES, []),
      workingChannels(email, []),
      workingChannels(email, [failed]),
      workingChannels(email, [failed, failed]),
      workingChannels(email, [failed, ended({ sentAt: 'x' }), failed]),
      workingChannels({ ...email, email: 'new@example.com' }, [failed, failed]),
      workingChannels({ ...email, phone: '+302101234567' }, [failed, failed]),
    ]).toEqual([[], ['email'], ['email'], [], ['email'], ['email'], ['sms']]);
  });
});

describe('a text', () => {
  const values: TemplateValues = {
    title: 'Fire',
    text: 'Deck 3',
    severity: 'critical',
    site: 'MV Aurora',
    time: '04:12',
    company: 'Meridian',
  };

  it('takes what people typed as it is, in one pass, and its subject is one line', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (title, text) => {
        const { subject, body } = renderTemplate(
          { subject: '{title}', body: 'X {text} X' },
          { ...values, title: `${title}\r\nBcc: x@example.com`, text: `${text} {site}` },
          'email',
        );
        expect(subject).not.toMatch(/[\r\n]/);
        expect(body).toContain('{site} X');
      }),
      { seed: SEED },
    );
  });

  it('names what it may name, and says which name is none', () => {
    expect(unknownPlaceholders('{title} {nonsense} {}')).toEqual(['{nonsense}', '{}']);
    expect(renderTemplate(builtInTemplate('incidents.escalated', 'sms'), values, 'sms').body).toBe(
      'critical: Fire. Deck 3 (MV Aurora, 04:12)',
    );
  });

  it('ends a text message as it was asked to, whole, within the size of one', () => {
    const ending = 'Answer ACK 12';
    const bodyOf = (body: string, channel: 'sms' | 'email') =>
      renderTemplate({ subject: '', body }, values, channel, ending).body;
    expect([bodyOf('Fire', 'sms'), bodyOf('Fire', 'email')]).toEqual(['Fire Answer ACK 12', 'Fire']);
    const long = bodyOf('x'.repeat(1_000), 'sms');
    expect([long.length, long.endsWith(`x… ${ending}`)]).toEqual([480, true]);
  });
});
