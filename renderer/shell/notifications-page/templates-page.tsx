import { Button, Select, Skeleton, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { domains } from '#shared/domains/registry.ts';
import {
  OUTBOUND_CHANNELS,
  type OutboundChannel,
  TemplateText,
} from '#shared/domains/notifications/schema.ts';
import {
  builtInTemplate,
  PLACEHOLDERS,
  renderTemplate,
  type TemplateValues,
} from '#shared/domains/notifications/templates.ts';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import form from '#renderer/ui/form.module.css';
import { PageHeader } from '#renderer/ui/page-header.tsx';
import pages from '#renderer/ui/pages.module.css';
import { useAnswer } from '../api/use-answer.ts';
import { useCommand } from '../api/use-command.ts';
import { useDraftForm } from '../use-draft-form.ts';
import { useSite } from '../use-site.ts';
import { useWords } from '../words.ts';
import styles from './inbox.module.css';
import { useCarriers } from './use-carriers.ts';

const CATEGORIES = [
  ...domains.flatMap(({ notices }) => (notices ?? []).map(({ name }) => name)),
  'notifications.jobFailed',
  'notifications.rightTaken',
  'notifications.unreachable',
  'notifications.digest',
];

type Place = { readonly category: string; readonly channel: OutboundChannel };
type Text = { readonly subject: string; readonly body: string };

/** Texts of the site's own in the place of the built-in ones, with how they look and a test to oneself. */
export function TemplatesPage() {
  const { t, label } = useWords();
  const [place, setPlace] = useState<Place>({ category: CATEGORIES[0] ?? '', channel: 'email' });
  const answer = useAnswer('notifications.templates', {});
  if (answer.isError) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  const own = answer.data?.find(
    ({ category, channel }) => category === place.category && channel === place.channel,
  );
  return (
    <div className={pages.narrow}>
      <PageHeader title={t('template.title')} />
      <p className={pages.lead}>{t('template.text')}</p>
      <div className={form.row}>
        <Select
          label={t('template.category')}
          allowDeselect={false}
          data={CATEGORIES.map((value) => ({ value, label: label({ key: `notice.${value}` }) }))}
          value={place.category}
          onChange={(category) => setPlace({ ...place, category: category ?? place.category })}
        />
        <Select
          label={t('template.channel')}
          allowDeselect={false}
          data={OUTBOUND_CHANNELS.map((value) => ({ value, label: t(`channel.${value}`) }))}
          value={place.channel}
          onChange={(chosen) =>
            setPlace({ ...place, channel: OUTBOUND_CHANNELS.find((one) => one === chosen) ?? place.channel })
          }
        />
      </div>
      {answer.data === undefined ? (
        <Skeleton height={320} />
      ) : (
        <TemplateForm
          key={`${place.category} ${place.channel} ${own?.changedAt ?? ''}`}
          place={place}
          text={own ?? builtInTemplate(place.category, place.channel)}
          isOwn={own !== undefined}
        />
      )}
    </div>
  );
}

function TemplateForm({ place, text, isOwn }: { place: Place; text: Text; isOwn: boolean }) {
  const { t } = useWords();
  const save = useCommand('notifications.saveTemplate');
  const reset = useCommand('notifications.resetTemplate');
  const draft = useDraftForm({
    formId: null,
    initial: { subject: text.subject, body: text.body },
    schema: TemplateText,
    error: save.error,
  });
  const preview = renderTemplate(draft.values, useExample(), place.channel);
  const submit = draft.onSubmit(async (values) => {
    if ((await save.run({ ...place, ...values })) !== undefined) {
      notifications.show({ message: t('template.saved') });
    }
  });
  return (
    <form className={`${pages.card} ${form.form}`} onSubmit={submit} noValidate>
      <p className={styles.small}>{t(isOwn ? 'template.own' : 'template.builtIn')}</p>
      <TextInput label={t('template.subject')} {...draft.getInputProps('subject')} />
      <Textarea
        label={t('template.body')}
        description={t('template.placeholders', {
          names: PLACEHOLDERS.map((name) => `{${name}}`).join(', '),
        })}
        autosize
        minRows={5}
        maxRows={14}
        {...draft.getInputProps('body')}
      />
      <section aria-label={t('template.preview')}>
        <p className={styles.legend}>{t('template.preview')}</p>
        <pre className={styles.preview}>
          {preview.subject}
          {'\n\n'}
          {preview.body}
        </pre>
      </section>
      <ErrorAlert error={reset.error} />
      <FormFooter
        phase={save.phase}
        error={save.error}
        fields={['subject', 'body']}
        submit={t('template.save')}
      >
        {isOwn ? (
          <Button variant="default" size="sm" onClick={() => void reset.run(place)}>
            {t('template.reset')}
          </Button>
        ) : null}
        <TestButton channel={place.channel} text={preview} />
      </FormFooter>
    </form>
  );
}

function TestButton({ channel, text }: { channel: OutboundChannel; text: Text }) {
  const { t } = useWords();
  const send = useCommand('notifications.sendTest');
  const carriers = useCarriers();
  const carrier = carriers.data?.[channel] ?? null;
  async function onClick(): Promise<void> {
    if (carrier === null) return;
    if ((await send.run({ channel, carrier, ...text })) !== undefined) {
      notifications.show({ message: t('template.test.sent') });
    }
  }
  return (
    <>
      <ErrorAlert error={send.error} />
      {carriers.data !== undefined && carrier === null ? (
        <p className={styles.small}>{t('template.test.noWay')}</p>
      ) : (
        <Button
          variant="default"
          size="sm"
          loading={send.phase !== 'idle'}
          disabled={carrier === null}
          onClick={() => void onClick()}
        >
          {t('template.test')}
        </Button>
      )}
    </>
  );
}

/** Something that could have happened here. */
function useExample(): TemplateValues {
  const { t } = useWords();
  const site = useSite();
  return {
    title: t('template.example.title'),
    text: t('template.example.text'),
    severity: 'critical',
    site: site?.name ?? '',
    time: t('template.example.time'),
    company: '',
  };
}
