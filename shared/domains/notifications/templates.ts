import type { OutboundChannel } from './schema.ts';

export type TemplateText = { readonly subject: string; readonly body: string };

/** What a template may name, as `{title}`. */
export const PLACEHOLDERS = ['title', 'text', 'severity', 'site', 'time', 'company'] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];
export type TemplateValues = { readonly [Name in Placeholder]: string };

const BUILT_IN: { readonly [C in OutboundChannel]: TemplateText } = {
  email: {
    subject: '[{severity}] {title}',
    body: '{title}\n\n{text}\n\nSite: {site}\nSeverity: {severity}\nTime: {time}\n\nAcknowledge it in Fairlead, or the next person is told.',
  },
  sms: { subject: '{title}', body: '{severity}: {title}. {text} ({site}, {time})' },
  push: { subject: '{title}', body: '{text} ({site})' },
};
/** What nobody is called for by asks for no answer. */
const FOR_INFORMATION = {
  email: {
    subject: '[{severity}] {title}',
    body: '{title}\n\n{text}\n\nSite: {site}\nSeverity: {severity}\nTime: {time}',
  },
} as const;
/** Categories whose built-in text says something else than the usual. */
const BUILT_IN_OF: { readonly [category: string]: Partial<typeof BUILT_IN> } = {
  'incidents.reported': FOR_INFORMATION,
  'incidents.over': FOR_INFORMATION,
  'incidents.reporter': FOR_INFORMATION,
  'incidents.update': FOR_INFORMATION,
  'incidents.updateDue': FOR_INFORMATION,
  'incidents.circular': FOR_INFORMATION,
  'incidents.callRefused': FOR_INFORMATION,
  'notifications.digest': {
    email: { subject: 'Fairlead: {title}', body: '{text}\n\nSite: {site}' },
  },
  'notifications.test': {
    email: { subject: '{title}', body: '{text}' },
    sms: { subject: '{title}', body: '{text}' },
    push: { subject: '{title}', body: '{text}' },
  },
};

export function builtInTemplate(category: string, channel: OutboundChannel): TemplateText {
  return BUILT_IN_OF[category]?.[channel] ?? BUILT_IN[channel];
}

/** A text message is paid for by the piece. */
const SMS_CHARACTERS_MAX = 480;

/**
 * A message as it goes out: plain text, put together in one pass, so that what a person typed into a record is never
 * read as a placeholder; and the subject in one line, so that it can't begin another header. A text message ends
 * with `ending`.
 */
export function renderTemplate(
  template: TemplateText,
  values: TemplateValues,
  channel: OutboundChannel,
  ending = '',
): TemplateText {
  const subject = filled(template.subject, values).replace(/\s+/g, ' ').trim();
  const body = filled(template.body, values).trim();
  return {
    subject: cut(subject, 200),
    body: channel === 'sms' ? withEnding(body, ending) : cut(body, 4_000),
  };
}

/** What it ends with is whole, however long it is. */
function withEnding(body: string, ending: string): string {
  if (ending === '') return cut(body, SMS_CHARACTERS_MAX);
  return `${cut(body, SMS_CHARACTERS_MAX - ending.length - 1)} ${ending}`;
}

/** Names in a text that no template knows: said to whoever writes it. */
export function unknownPlaceholders(text: string): readonly string[] {
  return [...text.matchAll(/\{(\w*)\}/g)].flatMap(([whole, name]) =>
    isPlaceholder(name ?? '') ? [] : [whole],
  );
}

function filled(text: string, values: TemplateValues): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (isPlaceholder(name) ? values[name] : whole));
}

function isPlaceholder(name: string): name is Placeholder {
  return PLACEHOLDERS.some((one) => one === name);
}

function cut(text: string, charactersMax: number): string {
  return text.length <= charactersMax ? text : `${text.slice(0, charactersMax - 1).toWellFormed()}…`;
}
