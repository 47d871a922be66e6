import { domainWords } from '#shared/domains/registry.ts';
import {
  messageTemplate,
  OUTBOUND_CHANNELS,
  type OutboundChannel,
} from '#shared/domains/notifications/schema.ts';
import { idOf } from '#shared/domains/notifications/ids.ts';
import {
  builtInTemplate,
  renderTemplate,
  type TemplateText,
  type TemplateValues,
} from '#shared/domains/notifications/templates.ts';
import { preferences, USUAL_PREFERENCES } from '#shared/domains/work/schema.ts';
import type { Severity } from '#shared/kernel/fields.ts';
import { type Label, wordsOf } from '#shared/kernel/words.ts';
import { sayLabel } from '#shared/words/say-value.ts';
import { instantTextIn, type TimeStyle } from '#shared/words/time-text.ts';
import type { Store } from '../store/store.ts';

export type Said = {
  readonly category: string;
  readonly severity: Severity;
  readonly title: Label;
  readonly body: Label;
  /** Where it happened, and when. */
  readonly siteName: string;
  readonly at: string;
  readonly reading: Reading;
  /** How a text message is answered. */
  readonly wayBack?: Label | undefined;
};

/** In whose time, and how, somebody reads when it happened. */
export type Reading = TimeStyle & { readonly timeZone: string };

/**
 * As they prefer it at a console, where that is known. A message goes to no device of ours, so whoever wants the time
 * of their device is told the site's.
 */
export function readingOf(store: Store, personId: string): Reading {
  const kept = store.record(preferences, personId) ?? USUAL_PREFERENCES;
  const { dateStyle, clockStyle, zone, ownZone } = kept;
  const siteZone = store.state.site?.timeZone ?? 'UTC';
  return { dateStyle, clockStyle, timeZone: zone === 'own' && ownZone !== null ? ownZone : siteZone };
}

/** A message as each channel says it, by the site's own templates where it has some. */
export function messageTexts(store: Store, said: Said): { readonly [C in OutboundChannel]: TemplateText } {
  const values: TemplateValues = {
    title: sayLabel(domainWords, said.title),
    text: sayLabel(domainWords, said.body),
    severity: said.severity,
    site: said.siteName,
    time: `${instantTextIn(said.at, said.reading.timeZone, said.reading)} (${said.reading.timeZone})`,
    company: store.state.membership?.organisationName ?? '',
  };
  const ending = said.wayBack === undefined ? '' : sayLabel(domainWords, said.wayBack);
  const text = (channel: OutboundChannel) =>
    renderTemplate(templateOf(store, said.category, channel), values, channel, ending);
  const [email, sms, push] = OUTBOUND_CHANNELS;
  return { email: text(email), sms: text(sms), push: text(push) };
}

/** In the plain words of the catalogue, for what the operating system shows. */
export function plainText(label: Label): string {
  return wordsOf(domainWords, label);
}

function templateOf(store: Store, category: string, channel: OutboundChannel): TemplateText {
  const siteId = store.state.site?.id ?? '';
  const own = store.record(messageTemplate, idOf('template', siteId, category, channel));
  return own === undefined || own.body === '' ? builtInTemplate(category, channel) : own;
}
