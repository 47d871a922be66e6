import { Select } from '@mantine/core';
import { useState } from 'react';
import { Panel } from '#renderer/ui/panel.tsx';
import pages from '#renderer/ui/pages.module.css';
import { useAnswer } from '../api/use-answer.ts';
import { LockAfter } from '../sign-in/sessions-panels.tsx';
import { useMay } from '../use-may.ts';
import { useSite } from '../use-site.ts';
import { useWords } from '../words.ts';
import { SecondFactorPolicy } from './second-factor-policy.tsx';
import { SettingsHeader } from './settings-header.tsx';
import styles from './settings.module.css';

/** When this console locks, and whom a site asks for a second factor. */
export function SignInSettingsPage() {
  const { t } = useWords();
  const may = useMay();
  const own = useSite()?.id;
  const [chosen, setChosen] = useState<string | null>(null);
  const sites = useAnswer('settings.sites', {}).data ?? [];
  const siteId = chosen ?? own;
  return (
    <div className={pages.narrow}>
      <SettingsHeader title={t('settings.signIn')} />
      {may('sessions.manage') ? (
        <Panel title={t('settings.signIn.lock')}>
          <LockAfter />
          <p className={styles.text}>{t('settings.signIn.lock.text')}</p>
        </Panel>
      ) : null}
      <Panel title={t('settings.signIn.factor')}>
        <div className={styles.fields}>
          <p className={styles.text}>{t('settings.signIn.factor.text')}</p>
          {sites.length > 1 && siteId !== undefined ? (
            <Select
              label={t('settings.signIn.site')}
              searchable
              allowDeselect={false}
              data={sites.map(({ id, name }) => ({ value: id, label: name }))}
              value={siteId}
              onChange={setChosen}
            />
          ) : null}
          {siteId === undefined ? null : <SecondFactorPolicy key={siteId} siteId={siteId} />}
        </div>
      </Panel>
    </div>
  );
}
