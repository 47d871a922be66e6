import { Button, CloseButton, Combobox, Modal, TextInput, useCombobox } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconLink, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { LinkRow } from '#shared/domains/work/queries.ts';
import type { CollectionName } from '#shared/kernel/define-entity.ts';
import { useAnswerAbout } from '#renderer/shell/api/use-answer.ts';
import { useCommand } from '#renderer/shell/api/use-command.ts';
import { pathOfRecord } from '#renderer/shell/palette/record-paths.ts';
import { type FoundTarget, useLinkTargets } from '#renderer/shell/palette/use-link-targets.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useWords } from '#renderer/shell/words.ts';
import { EmptyState } from './empty-state.tsx';
import { ErrorAlert } from './error-alert.tsx';
import { ErrorState } from './error-state.tsx';
import styles from './form.module.css';
import { FormFooter } from './form-footer.tsx';
import { Panel } from './panel.tsx';
import links from './record-links.module.css';
import { RelativeTime } from './relative-time.tsx';

/** A record that links are made from, as it is called now. */
export type LinkedRecord = {
  readonly collection: CollectionName;
  readonly kind: string;
  readonly id: string;
  readonly siteId: string;
  readonly label: string;
};

/** What a record is linked with, in both directions, and a search for more. For a page about one record. */
export function RecordLinks({ record }: { record: LinkedRecord }) {
  const { t } = useWords();
  const mayLink = useMay()('comments.write');
  const answer = useAnswerAbout('work.linksOf', { id: record.id });
  const unlink = useCommand('work.unlink', record.id);
  const [opened, { open, close }] = useDisclosure(false);
  if (answer.isError) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  const rows = answer.data ?? [];
  return (
    <Panel title={t('links.title')}>
      {answer.isSuccess && rows.length === 0 ? (
        <EmptyState icon={IconLink} title={t('links.none')} text={t('links.none.text')} />
      ) : null}
      <ul className={links.list}>
        {rows.map((row) => (
          <LinkLine key={row.id} row={row}>
            {mayLink ? (
              <CloseButton
                size="sm"
                aria-label={t('links.remove', { label: row.label })}
                title={t('links.remove', { label: row.label })}
                onClick={() => void unlink.run({ id: row.id })}
              />
            ) : null}
          </LinkLine>
        ))}
      </ul>
      <ErrorAlert error={unlink.error} />
      {mayLink ? (
        <Button variant="default" size="sm" leftSection={<IconPlus size={16} />} onClick={open}>
          {t('links.add')}
        </Button>
      ) : null}
      <Modal opened={opened} onClose={close} title={t('links.add')}>
        <LinkForm record={record} onDone={close} />
      </Modal>
    </Panel>
  );
}

function LinkLine({ row, children }: { row: LinkRow; children: React.ReactNode }) {
  const { t } = useWords();
  const path = pathOfRecord(row.kind, row.recordId);
  return (
    <li className={links.line}>
      <div>
        <p className={links.label}>{path === undefined ? row.label : <Link href={path}>{row.label}</Link>}</p>
        {row.note === '' ? null : <p className={links.note}>{row.note}</p>}
        <p className={links.muted}>
          {t(row.isBack ? 'links.madeThere' : 'links.made', { name: row.madeByName })},{' '}
          <RelativeTime at={row.madeAt} />
        </p>
      </div>
      {children}
    </li>
  );
}

function LinkForm({ record, onDone }: { record: LinkedRecord; onDone(): void }) {
  const { t } = useWords();
  const command = useCommand('work.link', record.id);
  const [to, setTo] = useState<FoundTarget | null>(null);
  const [note, setNote] = useState('');
  const submit = async (event: React.FormEvent) => {
    event.preventDefault();
    if (to === null) return;
    if ((await command.run({ from: record, to, note })) !== undefined) onDone();
  };
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
      <TargetField exceptId={record.id} chosen={to} onChoose={setTo} />
      <TextInput
        label={t('links.note')}
        maxLength={400}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <FormFooter
        phase={command.phase}
        error={command.error}
        fields={[]}
        submit={t('links.add')}
        disabled={to === null}
        onCancel={onDone}
      />
    </form>
  );
}

type TargetFieldProps = {
  exceptId: string;
  chosen: FoundTarget | null;
  onChoose(target: FoundTarget | null): void;
};

/** Finds any record by its words, as the palette does. */
function TargetField({ exceptId, chosen, onChoose }: TargetFieldProps) {
  const { t } = useWords();
  const [text, setText] = useState('');
  const combobox = useCombobox();
  const found = useLinkTargets(chosen === null ? text : '').filter(({ id }) => id !== exceptId);
  return (
    <Combobox
      store={combobox}
      withinPortal
      onOptionSubmit={(id) => {
        const target = found.find((one) => one.id === id) ?? null;
        onChoose(target);
        setText(target?.label ?? '');
        combobox.closeDropdown();
      }}
    >
      <Combobox.Target>
        <TextInput
          label={t('links.target')}
          placeholder={t('links.target.hint')}
          value={text}
          data-autofocus
          onChange={(event) => {
            onChoose(null);
            setText(event.currentTarget.value);
            combobox.openDropdown();
          }}
          onFocus={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={text.trim() === '' || chosen !== null}>
        <Combobox.Options>
          {found.map(({ id, label }) => (
            <Combobox.Option key={id} value={id}>
              {label}
            </Combobox.Option>
          ))}
          {found.length === 0 ? <Combobox.Empty>{t('links.target.none')}</Combobox.Empty> : null}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
