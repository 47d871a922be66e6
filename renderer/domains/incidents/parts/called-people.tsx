import { DeliveryText } from '#renderer/shell/notifications-page/delivery-list.tsx';
import { useWords } from '#renderer/shell/words.ts';
import styles from './ladder.module.css';
import type { LadderCall } from './ladder-answer.ts';

type Person = LadderCall['people'][number];

/** Each person of a step, over which channel they were told, and what became of that. */
export function CalledPeople({ people }: { people: readonly Person[] }) {
  const { t } = useWords();
  if (people.length === 0) return null;
  return (
    <ul className={styles.people} aria-label={t('incidents.ladder.people')}>
      {people.map((one) => (
        <CalledPerson key={one.personId} person={one} />
      ))}
    </ul>
  );
}

function CalledPerson({ person }: { person: Person }) {
  const { t } = useWords();
  const name = person.name ?? t('incidents.ladder.somebody');
  return (
    <li>
      <span className={styles.personName}>
        {person.isCalled ? name : t('incidents.ladder.beside', { name })}
      </span>
      <ul>
        {person.how === 'told' ? null : <li>{t(`incidents.ladder.how.${person.how}`)}</li>}
        {person.messages.map((message) => (
          <li key={message.id}>
            {t(`channel.${message.channel}`)}
            {': '}
            <span className={message.state === 'failed' ? styles.noWay : undefined}>
              <DeliveryText delivery={message} />
            </span>
            {message.problem === null ? null : ` (${message.problem})`}
          </li>
        ))}
        {person.isInSummary ? <li>{t('incidents.ladder.inSummary')}</li> : null}
        {person.hasNoWay ? <li className={styles.noWay}>{t('incidents.ladder.noWay')}</li> : null}
      </ul>
    </li>
  );
}
