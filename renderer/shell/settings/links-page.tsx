import { Button, Checkbox, NumberInput, Select, Skeleton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useCallback, useState } from 'react';
import { LinkRule, TRAVELS_UP_TO } from '#shared/domains/settings/console-plans.ts';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import pages from '#renderer/ui/pages.module.css';
import { useAction } from '../api/use-action.ts';
import { connection } from '../connection/console-connection.ts';
import { useConsoleStatus } from '../connection/console-store.ts';
import { LinkClassChoice } from '../sync-page/link-panel.tsx';
import { fieldErrors } from '../use-draft-form.ts';
import { useWords } from '../words.ts';
import { OpenTo } from './read-only.tsx';
import { SettingsHeader } from './settings-header.tsx';
import styles from './settings.module.css';
import { type ConsoleSettings, useConsoleSettings, useSettingsChanged } from './use-console-settings.ts';

type ClassRule = ConsoleSettings['links'][number];

/** Which kind of link is in use, and what each kind carries unasked. */
export function LinksPage() {
  const { t } = useWords();
  const sync = useConsoleStatus()?.sync;
  const answer = useConsoleSettings();
  if (answer.isError) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  return (
    <div className={pages.scroll}>
      <SettingsHeader title={t('settings.links')} />
      <p className={pages.lead}>{t('settings.thisConsole')}</p>
      <OpenTo feature="sync.manage">
        {sync === undefined ? null : (
          <Panel title={t('settings.links.now')}>
            <LinkClassChoice linkClass={sync.linkClass} />
          </Panel>
        )}
        <Panel title={t('settings.links.rules')}>
          <p className={styles.text}>{t('settings.links.rules.text')}</p>
          {answer.data === undefined ? <Skeleton height={260} radius={6} /> : null}
          {answer.data?.links.map((rule) => (
            <RuleForm key={JSON.stringify(rule)} of={rule} />
          ))}
        </Panel>
      </OpenTo>
    </div>
  );
}

function RuleForm({ of: { linkClass, usual, rule } }: { of: ClassRule }) {
  const { t } = useWords();
  const [values, setValues] = useState<LinkRule>(rule ?? usual);
  const [errors, setErrors] = useState<{ readonly [field: string]: string }>({});
  const save = useSaveRule(linkClass);
  const name = t(`sync.class.${linkClass}`);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = fieldErrors(LinkRule, values);
    setErrors(found);
    if (Object.keys(found).length === 0) void save.run(values);
  };
  return (
    <form className={styles.rule} onSubmit={submit} noValidate aria-label={name}>
      <div className={styles.ruleName}>
        <strong>{name}</strong>
        <span className={styles.text}>
          {t(rule === null ? 'settings.links.isUsual' : 'settings.links.isOwn')}
        </span>
      </div>
      <Select
        label={t('settings.links.travels')}
        aria-label={t('settings.links.upTo', { class: name })}
        allowDeselect={false}
        data={TRAVELS_UP_TO.map((lane) => ({ value: String(lane), label: t(`settings.links.upTo.${lane}`) }))}
        value={String(values.travelsUpTo)}
        onChange={(chosen) => {
          const travelsUpTo = TRAVELS_UP_TO.find((lane) => String(lane) === chosen);
          if (travelsUpTo !== undefined) setValues({ ...values, travelsUpTo });
        }}
      />
      <NumberInput
        label={t('settings.links.poll.head')}
        aria-label={t('settings.links.poll', { class: name })}
        suffix=" s"
        allowDecimal={false}
        allowNegative={false}
        clampBehavior="none"
        value={values.pollSeconds}
        error={errors['pollSeconds']}
        onChange={(typed) => setValues({ ...values, pollSeconds: typeof typed === 'number' ? typed : 0 })}
      />
      <Checkbox
        label={t('settings.links.attachments')}
        aria-label={t('settings.links.attachments.of', { class: name })}
        checked={values.carriesAttachments}
        onChange={(event) => setValues({ ...values, carriesAttachments: event.currentTarget.checked })}
      />
      <Buttons name={name} isOwn={rule !== null} busy={save.busy} asUsual={() => void save.run(null)} />
      <ErrorAlert error={save.error} />
    </form>
  );
}

function Buttons(props: { name: string; isOwn: boolean; busy: boolean; asUsual: () => void }) {
  const { t } = useWords();
  const { name, isOwn, busy, asUsual } = props;
  return (
    <div className={styles.ruleButtons}>
      <Button type="submit" size="xs" loading={busy} aria-label={t('settings.links.save', { class: name })}>
        {t('settings.save')}
      </Button>
      {isOwn ? (
        <Button
          variant="default"
          size="xs"
          disabled={busy}
          aria-label={t('settings.links.usual', { class: name })}
          onClick={asUsual}
        >
          {t('settings.links.isUsual')}
        </Button>
      ) : null}
    </div>
  );
}

function useSaveRule(linkClass: ClassRule['linkClass']) {
  const { t } = useWords();
  const changed = useSettingsChanged();
  return useAction(
    useCallback(
      async (rule: LinkRule | null) => {
        await connection.api.settings.saveLinkRule.mutate({ linkClass, rule });
        notifications.show({ message: t('settings.saved') });
        await changed();
      },
      [t, linkClass, changed],
    ),
  );
}
