import { Button } from '@mantine/core';
import { useState } from 'react';
import { reachOf } from '#shared/access/reach.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useWords } from '#renderer/shell/words.ts';
import { Fact, Facts } from '#renderer/ui/facts.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { RelativeTime } from '#renderer/ui/relative-time.tsx';
import { type PersonAction, PersonDialog } from '../dialogs/person-dialog.tsx';
import styles from '../people.module.css';
import { type PersonDetail, useSignInState } from '../use-people-api.ts';

/** Who somebody is, where they belong, and what can be done about it. */
export function FactsPanel({ person, isSelf }: { person: PersonDetail; isSelf: boolean }) {
  const { t } = useWords();
  const may = useMay();
  const [action, setAction] = useState<PersonAction | null>(null);
  const actions: PersonAction[] = [
    'rename',
    ...(isSelf
      ? []
      : (['role', 'place', 'passphrase', person.active ? 'deactivate' : 'reactivate'] as const)),
  ];
  return (
    <Panel title={t('people.facts')}>
      <Facts>
        <Fact name={t('people.column.site')}>{person.siteName ?? t('people.unknownSite')}</Fact>
        <Fact name={t('people.column.role')}>{t(`role.${person.role}`)}</Fact>
        <Fact name={t('people.column.job')}>{t(`job.${person.jobProfile}`)}</Fact>
        <Fact name={t('people.reach')}>{t(`people.reach.${reachOf(person)}`)}</Fact>
        {PLACES.map((place) =>
          person[place] === null ? null : (
            <Fact key={place} name={t(`people.place.${place}`)}>
              {person[place]}
            </Fact>
          ),
        )}
        <Fact name={t('people.column.signInName')}>{person.signInName}</Fact>
        <Fact name={t('people.createdAt')}>
          <RelativeTime at={person.createdAt} />
        </Fact>
        {may('people.manage') ? <SignIns personId={person.id} /> : null}
      </Facts>
      {may('people.manage') ? (
        <div className={styles.buttons}>
          {actions.map((one) => (
            <Button key={one} size="xs" variant="default" onClick={() => setAction(one)}>
              {t(`people.action.${one}`)}
            </Button>
          ))}
        </div>
      ) : null}
      <PersonDialog person={person} action={action} onClose={() => setAction(null)} />
    </Panel>
  );
}

const PLACES = ['organisationId', 'providerId', 'teamId'] as const;

function SignIns({ personId }: { personId: string }) {
  const { t } = useWords();
  const state = useSignInState(personId, true).data;
  return (
    <>
      <Fact name={t('people.signIn')}>
        {state === undefined ? null : state.sessions === 0 ? (
          t('people.signIn.none')
        ) : (
          <>
            {t('people.signIn.here', { count: state.sessions })}
            {state.lastSeenAt === null ? null : (
              <>
                {', '}
                <RelativeTime at={state.lastSeenAt} />
              </>
            )}
          </>
        )}
      </Fact>
      <Fact name={t('people.passphraseSet')}>
        {state?.passphraseSetAt ? (
          <RelativeTime at={state.passphraseSetAt} />
        ) : (
          t('people.passphraseSet.never')
        )}
      </Fact>
    </>
  );
}
