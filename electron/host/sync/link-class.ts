import { z } from 'zod';
import { LinkRule, TRAVELS_UP_TO } from '#shared/domains/settings/console-plans.ts';
import type { Lane } from '#shared/kernel/define-command.ts';
import { EXCHANGE_BYTES_DEFAULT } from '#shared/sync/limits.ts';
import { MINUTE_MS, SECOND_MS } from '#shared/kernel/durations.ts';

/** What a byte costs on the link in use, from nothing to dollars per kilobyte. */
export const LINK_CLASSES = ['broadband', 'metered', 'satellite', 'narrowband'] as const;
export const LinkClass = z.enum(LINK_CLASSES);
export type LinkClass = z.infer<typeof LinkClass>;

export type LinkPolicy = {
  /** What travels by itself; the rest waits for a cheaper link, or for a person. */
  readonly lanes: readonly Lane[];
  readonly carriesAttachments: boolean;
  /** Of entries in a request, and of records asked for, before compression. */
  readonly budgetBytesMax: number;
  /** Between exchanges while nothing happens here and no live connection tells of news. */
  readonly pollMs: number;
  /** How often a live connection is shown to be alive. */
  readonly liveIdleSeconds: number;
  /** Keys are exchanged without the part that guards against computers yet to be built: it is two kilobytes long. */
  readonly hasShortHandshake: boolean;
};

const POLICIES: { readonly [Class in LinkClass]: LinkPolicy } = {
  broadband: {
    lanes: [0, 1, 2, 3],
    carriesAttachments: true,
    budgetBytesMax: EXCHANGE_BYTES_DEFAULT,
    pollMs: 3 * SECOND_MS,
    liveIdleSeconds: 30,
    hasShortHandshake: false,
  },
  metered: {
    lanes: [0, 1, 2, 3],
    carriesAttachments: true,
    budgetBytesMax: 256 * 1024,
    pollMs: 30 * SECOND_MS,
    liveIdleSeconds: 60,
    hasShortHandshake: false,
  },
  satellite: {
    lanes: [0, 1, 2],
    carriesAttachments: false,
    budgetBytesMax: 128 * 1024,
    pollMs: 2 * MINUTE_MS,
    liveIdleSeconds: 120,
    hasShortHandshake: true,
  },
  narrowband: {
    lanes: [0, 1],
    carriesAttachments: false,
    budgetBytesMax: 32 * 1024,
    pollMs: 15 * MINUTE_MS,
    liveIdleSeconds: 10 * 60,
    hasShortHandshake: true,
  },
};

/** What people want otherwise than usual, class by class. */
export const LinkRules = z.partialRecord(LinkClass, LinkRule);
export type LinkRules = z.infer<typeof LinkRules>;

export function policyOf(linkClass: LinkClass, rules: LinkRules = {}): LinkPolicy {
  const usual = POLICIES[linkClass];
  const rule = rules[linkClass];
  if (rule === undefined) return usual;
  const { travelsUpTo, carriesAttachments, pollSeconds } = rule;
  return {
    ...usual,
    lanes: POLICIES.broadband.lanes.filter((lane) => lane <= travelsUpTo),
    carriesAttachments,
    pollMs: pollSeconds * SECOND_MS,
  };
}

/** A policy as people are shown it and change it. */
export function ruleOf({ lanes, carriesAttachments, pollMs }: LinkPolicy): LinkRule {
  const travelsUpTo = TRAVELS_UP_TO.findLast((lane) => lanes.includes(lane)) ?? TRAVELS_UP_TO[0];
  return { travelsUpTo, carriesAttachments, pollSeconds: Math.round(pollMs / SECOND_MS) };
}

/** A person has said that everything may travel now, whatever it costs. */
export function withoutRestraint(policy: LinkPolicy): LinkPolicy {
  return { ...policy, lanes: POLICIES.broadband.lanes, carriesAttachments: true };
}
