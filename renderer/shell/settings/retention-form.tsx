import { NumberInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import {
  RETENTION,
  RETENTION_KEYS,
  retentionFields,
  retentionFor,
  type RetentionKey,
  type RetentionWishes,
} from '#shared/domains/settings/retention.ts';
import { RecordId } from '#shared/kernel/ids.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import { useCommand } from '../api/use-command.ts';
import { connection } from '../connection/console-connection.ts';
import tables from '../store-page/store-page.module.css';
import { useDraftForm } from '../use-draft-form.ts';
import { useMay } from '../use-may.ts';
import { label, useWords } from '../words.ts';
import styles from './settings.module.css';

type RetentionFormProps = {
  readonly level: 'company' | 'site';
  readonly siteId: string;
  readonly opened: RetentionWishes;
  readonly company: RetentionWishes | undefined;
  readonly site: RetentionWishes | undefined;
  readonly archiveAfterDaysGiven: number | null;
};

const Wishes = z.object(retentionFields);
const TYPED_MS = 300;

export function RetentionForm({ level, siteId, opened, company, site, ...given }: RetentionFormProps) {
  const { t } = useWords();
  const saveCompany = useCommand('settings.saveCompanyRetention');
  const saveSite = useCommand('settings.saveSiteRetention');
  const save = level === 'company' ? saveCompany : saveSite;
  const draft = useDraftForm({ formId: null, initial: { ...opened }, schema: Wishes, error: save.error });
  const submit = draft.onSubmit(async (values) => {
    const saved =
      level === 'company'
        ? await saveCompany.run(values)
        : await saveSite.run({ siteId: RecordId.parse(siteId), ...values });
    if (saved !== undefined) notifications.show({ message: t('settings.saved') });
  });
  const holds = {
    ...(level === 'company' ? retentionFor(draft.values, site) : retentionFor(company, draft.values)),
    ...(given.archiveAfterDaysGiven === null ? {} : { archiveAfterDays: given.archiveAfterDaysGiven }),
  };
  const goes = usePreview(holds);
  return (
    <form className={styles.work} onSubmit={submit} noValidate>
      <div
        className={`${tables.scroller} ${styles.wide}`}
        tabIndex={0}
        role="group"
        aria-label={t('settings.retention')}
      >
        <table className={tables.table}>
          <thead>
            <tr>
              <th scope="col">{t('settings.retention.what')}</th>
              <th scope="col">{t('settings.retention.kept')}</th>
              <th scope="col">{t('settings.retention.inForce')}</th>
              <th scope="col" className={tables.number}>
                {t('settings.retention.next')}
              </th>
              <th scope="col">{t('settings.retention.job')}</th>
            </tr>
          </thead>
          <tbody>
            {RETENTION_KEYS.map((key) => (
              <Row
                key={key}
                of={key}
                holds={holds[key]}
                goes={goes(key)}
                isGiven={key === 'archiveAfterDays' && given.archiveAfterDaysGiven !== null}
                value={draft.values[key]}
                error={draft.errors[key]}
                onChange={(value) => draft.setFieldValue(key, value)}
              />
            ))}
          </tbody>
        </table>
      </div>
      <FormFooter phase={save.phase} error={save.error} fields={RETENTION_KEYS} submit={t('settings.save')} />
    </form>
  );
}

function Row(props: {
  of: RetentionKey;
  holds: number;
  goes: string;
  isGiven: boolean;
  value: number | null;
  error: React.ReactNode;
  onChange: (value: number | null) => void;
}) {
  const { t } = useWords();
  const { of, holds, goes, isGiven, value, error, onChange } = props;
  const { unit, usual, min, max, job } = RETENTION[of];
  const name = t(`settings.retention.${of}`);
  return (
    <tr>
      <th scope="row" className={styles.item}>
        {name}
        <span className={styles.why}>
          {isGiven
            ? t('settings.given', { name: 'FAIRLEAD_ARCHIVE_AFTER_DAYS' })
            : t(`settings.retention.${of}.why`)}
        </span>
      </th>
      <td>
        <NumberInput
          aria-label={t('settings.retention.field', { name })}
          w={150}
          size="xs"
          placeholder={`${t('settings.retention.usual')}: ${usual}`}
          suffix={` ${t(`settings.retention.${unit}`, { count: value ?? 0 }).replace(/^\d+ /, '')}`}
          allowDecimal={false}
          allowNegative={false}
          clampBehavior="none"
          min={min}
          max={max}
          disabled={isGiven}
          value={value ?? ''}
          error={error}
          onChange={(typed) => onChange(typeof typed === 'number' ? typed : null)}
        />
      </td>
      <td className={styles.whole}>{t(`settings.retention.${unit}`, { count: holds })}</td>
      <td className={tables.number}>{goes}</td>
      <td>{label({ key: `job.${job.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}` })}</td>
    </tr>
  );
}

/** How much would go by these rules, counted by the host while somebody types. */
function usePreview(holds: RetentionWishes): (key: RetentionKey) => string {
  const { t } = useWords();
  const may = useMay();
  const [wishes] = useDebouncedValue(holds, TYPED_MS);
  const asked = Wishes.safeParse(wishes);
  const { data } = useQuery({
    queryKey: ['settings.retentionPreview', wishes],
    queryFn: () => connection.api.settings.retentionPreview.query(wishes),
    enabled: may('store.manage') && asked.success,
    placeholderData: keepPreviousData,
  });
  return (key) => {
    const count = data?.counts[key];
    if (data === undefined || count === undefined) return '';
    return count >= data.countedMax ? t('settings.retention.atLeast', { count }) : String(count);
  };
}
