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
import { type PersonDetail, type Reach, type SignInState, useSignInState } from '../use-people-api.ts';
import { ReachText } from './reach.tsx';

type FactsPanelProps = {
  person: PersonDetail;
  isSelf: boolean;
  /** Of somebody on duty. */
  reach: Reach | undefined;
  /** When what is known of the person last changed. */
  asOf: number;
};

/** Who somebody is, where they belong, and what can be done about it. */
export function FactsPanel({ person, isSelf, reach, asOf }: FactsPanelProps) {
  const { t } = useWords();
  const mayManage = useMay()('people.manage');
  const [action, setAction] = useState<PersonAction | null>(null);
  const signIn = useSignInState(person.id, { asOf, enabled: mayManage }).data;
  const hasFactor = signIn !== undefined && signIn.secondFactorSetAt !== null;
  const others = ['role', 'place', 'passphrase', ...(hasFactor ? (['factor'] as const) : [])] as const;
  const actions: PersonAction[] = [
    'rename',
    ...(isSelf ? [] : [...others, person.active ? ('deactivate' as const) : ('reactivate' as const)]),
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
        {reach === undefined ? null : (
          <Fact name={t('people.reachedBy')}>
            <ReachText reach={reach} />
          </Fact>
        )}
        {mayManage ? <SignIns state={signIn} /> : null}
      </Facts>
      {mayManage ? (
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

function SignIns({ state }: { state: SignInState | undefined }) {
  const { t } = useWords();
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
      <Fact name={t('people.factor')}>
        {state?.secondFactorSetAt ? <RelativeTime at={state.secondFactorSetAt} /> : t('people.factor.none')}
      </Fact>
    </>
  );
}
