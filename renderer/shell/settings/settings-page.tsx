import { TextInput } from '@mantine/core';
import { IconSearch, IconSearchOff } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { Link } from 'wouter';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { PageHeader } from '#renderer/ui/page-header.tsx';
import pages from '#renderer/ui/pages.module.css';
import { useConsoleStatus } from '../connection/console-store.ts';
import { useMay } from '../use-may.ts';
import { useWords } from '../words.ts';
import { CARD_GROUPS, type CardGroup, cardsFound, type SettingsCard, settingsCards } from './cards.ts';
import styles from './settings.module.css';
import { whoMay } from './who-may.ts';

/** One home for everything that can be set: a card each, and a box to find it by. */
export function SettingsPage() {
  const { t } = useWords();
  const may = useMay();
  const [typed, setTyped] = useState('');
  const offered = useConsoleStatus()?.updates.offered ?? null;
  const cards = settingsCards.map((card) => ({
    ...card,
    title: t(`settings.${card.name}`),
    text:
      card.name === 'updates' && offered !== null
        ? t('settings.updates.phase.available', { version: offered })
        : t(`settings.${card.name}.text`),
    words: `${t(`settings.${card.name}`)} ${t(`settings.${card.name}.text`)} ${t(`settings.${card.name}.more`)}`,
  }));
  const all = cardsFound(cards, typed);
  const found = all.filter(({ feature }) => may(feature));
  const closed = all.filter(({ feature }) => !may(feature));
  return (
    <div className={pages.scroll}>
      <PageHeader title={t('settings.title')}>
        <TextInput
          type="search"
          aria-label={t('settings.search')}
          placeholder={t('settings.search')}
          leftSection={<IconSearch size={15} aria-hidden="true" />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </PageHeader>
      {all.length === 0 ? (
        <EmptyState icon={IconSearchOff} title={t('settings.none')} text={t('settings.none.text')} />
      ) : null}
      {CARD_GROUPS.map((group) => (
        <Group key={group} group={group} cards={found.filter((card) => card.group === group)} />
      ))}
      {closed.length === 0 ? null : <Closed cards={closed} />}
    </div>
  );
}

type ShownCard = SettingsCard & { readonly title: string; readonly text: string };

function Group({ group, cards }: { group: CardGroup; cards: readonly ShownCard[] }) {
  const { t } = useWords();
  const id = useId();
  if (cards.length === 0) return null;
  return (
    <section className={styles.group} aria-labelledby={id}>
      <h2 className={styles.groupTitle} id={id}>
        {t(`settings.group.${group}`)}
      </h2>
      <ul className={styles.cards}>
        {cards.map(({ name, path, icon: CardIcon, title, text }) => (
          <li key={name}>
            <Link href={path} className={styles.card}>
              <CardIcon size={22} stroke={1.6} aria-hidden="true" />
              <span className={styles.cardTitle}>{title}</span>
              <span className={styles.cardText}>{text}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What a person may not open, and who may: they know whom to ask. */
function Closed({ cards }: { cards: readonly ShownCard[] }) {
  const { t } = useWords();
  return (
    <details className={styles.closed}>
      <summary>{t('settings.closed', { count: cards.length })}</summary>
      <ul>
        {cards.map(({ name, title, feature }) => (
          <li key={name}>
            {title}: {whoMay(feature)}
          </li>
        ))}
      </ul>
    </details>
  );
}
