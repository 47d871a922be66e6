import { Button } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { may, type PersonActor } from '#shared/access/can.ts';
import { FEATURES, type Feature } from '#shared/access/features.ts';
import { isPartner } from '#shared/access/reach.ts';
import { featuresOfRole, PROFILE_FEATURES } from '#shared/access/roles.ts';
import { t, useWords } from '#renderer/shell/words.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import { OverrideDialog } from '../dialogs/override-dialog.tsx';
import styles from '../people.module.css';
import type { PersonDetail } from '../use-people-api.ts';

/** What role, job and decisions about this one person come to, feature by feature. */
export function RightsPanel({ person, mayChange }: { person: PersonDetail; mayChange: boolean }) {
  const { t } = useWords();
  const [chosen, setChosen] = useState<Feature | null>(null);
  const actor: PersonActor = { ...person, type: 'person' };
  return (
    <Panel title={t('people.rights')} flush>
      {/* A region that scrolls is reached by the keyboard too. */}
      <section className={styles.frame} tabIndex={0} aria-label={t('people.rights')}>
        <table className={styles.matrix}>
          <thead>
            <tr>
              <th scope="col">{t('people.rights.feature')}</th>
              <th scope="col">{t('people.column.role')}</th>
              <th scope="col">{t('people.column.job')}</th>
              <th scope="col">{t('people.rights.override')}</th>
              <th scope="col">{t('people.rights.result')}</th>
              {mayChange ? <th scope="col">{t('people.rights.change')}</th> : null}
            </tr>
          </thead>
          <tbody>
            {FEATURES.map((feature) => (
              <tr key={feature}>
                <th scope="row">{t(`feature.${feature}`)}</th>
                <td className={styles.mark}>
                  {given(!isPartner(actor) && featuresOfRole(actor.role).includes(feature))}
                </td>
                <td className={styles.mark}>{given(PROFILE_FEATURES[actor.jobProfile].includes(feature))}</td>
                <td>
                  <OverrideCell person={person} feature={feature} />
                </td>
                <td>
                  <Result allowed={may(actor, feature).allowed} />
                </td>
                {mayChange ? (
                  <td>
                    <Button
                      variant="subtle"
                      size="compact-xs"
                      aria-label={t('people.rights.changeOne', { feature: t(`feature.${feature}`) })}
                      onClick={() => setChosen(feature)}
                    >
                      {t('people.rights.change')}
                    </Button>
                  </td>
                ) : null}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {chosen === null ? null : (
        <OverrideDialog person={person} feature={chosen} onClose={() => setChosen(null)} />
      )}
    </Panel>
  );
}

function given(has: boolean) {
  if (!has) return <span className={styles.none}>{t('people.rights.nothing')}</span>;
  return <IconCheck size={15} stroke={2} role="img" aria-label={t('people.rights.gives')} />;
}

function OverrideCell({ person, feature }: { person: PersonDetail; feature: Feature }) {
  const effect = person.denied.includes(feature)
    ? 'denied'
    : person.granted.includes(feature)
      ? 'granted'
      : undefined;
  const note = person.overrideNotes.find((one) => one.feature === feature);
  if (effect === undefined) return <span className={styles.none}>{t('people.rights.nothing')}</span>;
  return (
    <>
      {t(`people.override.${effect}`)}
      {note === undefined ? null : (
        <small className={styles.note} title={note.reason}>
          {t('people.override.by', { name: note.byName, reason: note.reason })}
        </small>
      )}
    </>
  );
}

function Result({ allowed }: { allowed: boolean }) {
  const Icon = allowed ? IconCheck : IconX;
  return (
    <span className={styles.result} data-allowed={allowed}>
      <Icon size={14} stroke={2} aria-hidden="true" />
      {t(allowed ? 'people.rights.may' : 'people.rights.mayNot')}
    </span>
  );
}
