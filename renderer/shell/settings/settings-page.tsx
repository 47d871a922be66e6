import { TextInput } from '@mantine/core';
import { IconSearch, IconSearchOff } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { PageHeader } from '#renderer/ui/page-header.tsx';
import pages from '#renderer/ui/pages.module.css';
import { useConsoleStatus } from '../connection/console-store.ts';
import { useMay } from '../use-may.ts';
import { useWords } from '../words.ts';
import { cardsFound, settingsCards } from './cards.ts';
import styles from './settings.module.css';

/** One home for everything that can be set: a card each, and a box to find it by. */
export function SettingsPage() {
  const { t } = useWords();
  const may = useMay();
  const [typed, setTyped] = useState('');
  const offered = useConsoleStatus()?.updates.offered ?? null;
  const cards = settingsCards
    .filter(({ feature }) => may(feature))
    .map((card) => ({
      ...card,
      title: t(`settings.${card.name}`),
      text: t(`settings.${card.name}.text`),
      words: `${t(`settings.${card.name}`)} ${t(`settings.${card.name}.text`)} ${t(`settings.${card.name}.more`)}`,
    }));
  const found = cardsFound(cards, typed);
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
      {found.length === 0 ? (
        <EmptyState icon={IconSearchOff} title={t('settings.none')} text={t('settings.none.text')} />
      ) : null}
      <ul className={styles.cards}>
        {found.map(({ name, path, icon: CardIcon, title, text }) => (
          <li key={name}>
            <Link href={path} className={styles.card}>
              <CardIcon size={22} stroke={1.6} aria-hidden="true" />
              <span className={styles.cardTitle}>{title}</span>
              <span className={styles.cardText}>
                {name === 'updates' && offered !== null
                  ? t('settings.updates.phase.available', { version: offered })
                  : text}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
