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
import type { Severity } from '#shared/kernel/fields.ts';
import { type Label, wordsOf } from '#shared/kernel/words.ts';
import { sayLabel } from '#shared/words/say-value.ts';
import type { Store } from '../store/store.ts';

export type Said = {
  readonly category: string;
  readonly severity: Severity;
  readonly title: Label;
  readonly body: Label;
  /** Where it happened, and when. */
  readonly siteName: string;
  readonly at: string;
  readonly timeZone: string;
};

/** A message as each channel says it, by the site's own templates where it has some. */
export function messageTexts(store: Store, said: Said): { readonly [C in OutboundChannel]: TemplateText } {
  const values: TemplateValues = {
    title: sayLabel(domainWords, said.title),
    text: sayLabel(domainWords, said.body),
    severity: said.severity,
    site: said.siteName,
    time: timeText(said.at, said.timeZone),
    company: store.state.membership?.organisationName ?? '',
  };
  const text = (channel: OutboundChannel) =>
    renderTemplate(templateOf(store, said.category, channel), values, channel);
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

function timeText(at: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone });
  return `${format.format(new Date(at))} (${timeZone})`;
}
