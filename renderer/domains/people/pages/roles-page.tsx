import { SegmentedControl } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { FEATURES, type Feature } from '#shared/access/features.ts';
import { JOB_PROFILES, PROFILE_FEATURES, ROLE_FEATURES, ROLE_SCOPE, ROLES } from '#shared/access/roles.ts';
import { useWords } from '#renderer/shell/words.ts';
import { PageHeader } from '#renderer/ui/page-header.tsx';
import pages from '#renderer/ui/pages.module.css';
import styles from '../people.module.css';

type Bundle = {
  readonly id: string;
  readonly name: string;
  readonly note?: string;
  readonly features: readonly Feature[];
};

/** What every role and job brings. The table is part of the program; only people are changed. */
export function RolesPage() {
  const { t } = useWords();
  const [shown, setShown] = useState('roles');
  const bundles: Bundle[] =
    shown === 'roles'
      ? ROLES.map((role) => ({
          id: role,
          name: t(`role.${role}`),
          note: t(`people.reach.${ROLE_SCOPE[role]}`),
          features: ROLE_FEATURES[role],
        }))
      : JOB_PROFILES.map((job) => ({ id: job, name: t(`job.${job}`), features: PROFILE_FEATURES[job] }));
  return (
    <div className={pages.full}>
      <PageHeader title={t('roles.title')} note={t('roles.note')}>
        <SegmentedControl
          size="xs"
          aria-label={t('roles.shown')}
          value={shown}
          onChange={setShown}
          data={[
            { value: 'roles', label: t('roles.roles') },
            { value: 'jobs', label: t('roles.jobs') },
          ]}
        />
      </PageHeader>
      <p className={pages.lead}>{t(shown === 'roles' ? 'roles.roles.text' : 'roles.jobs.text')}</p>
      <section className={styles.whole} tabIndex={0} aria-label={t('roles.title')}>
        <table className={styles.matrix}>
          <thead>
            <tr>
              <th scope="col">{t('people.rights.feature')}</th>
              {bundles.map(({ id, name }) => (
                <th key={id} scope="col" className={shown === 'roles' ? styles.heading : styles.upright}>
                  <span>{name}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {FEATURES.map((feature) => (
              <FeatureRow key={feature} feature={feature} bundles={bundles} />
            ))}
            {shown === 'roles' ? <ReachRow bundles={bundles} /> : null}
          </tbody>
        </table>
      </section>
    </div>
  );
}

function FeatureRow({ feature, bundles }: { feature: Feature; bundles: readonly Bundle[] }) {
  const { t } = useWords();
  return (
    <tr>
      <th scope="row">{t(`feature.${feature}`)}</th>
      {bundles.map(({ id, features }) => (
        <td key={id} className={styles.mark}>
          {features.includes(feature) ? (
            <IconCheck size={15} stroke={2} role="img" aria-label={t('people.rights.may')} />
          ) : null}
        </td>
      ))}
    </tr>
  );
}

function ReachRow({ bundles }: { bundles: readonly Bundle[] }) {
  const { t } = useWords();
  return (
    <tr>
      <th scope="row">{t('people.reach')}</th>
      {bundles.map(({ id, note }) => (
        <td key={id} className={styles.reach}>
          {note}
        </td>
      ))}
    </tr>
  );
}
