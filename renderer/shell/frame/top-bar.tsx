import { Button, Tooltip } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { Link } from 'wouter';
import { Bell } from '../notifications-page/bell.tsx';
import { useConsoleStatus } from '../connection/console-store.ts';
import { ThemeSwitch } from '../theme/theme-switch.tsx';
import { useMay } from '../use-may.ts';
import { useWords } from '../words.ts';
import styles from './frame.module.css';
import { PersonMenu } from './person-menu.tsx';

/** Where one is, who one is, and the two things always at hand: searching and reporting. */
export function TopBar({ onHelp }: { onHelp(): void }) {
  const { t } = useWords();
  const status = useConsoleStatus();
  const may = useMay();
  const station = status?.station ?? null;
  return (
    <header className={styles.top}>
      <div className={styles.brand}>
        <img src="./icon.svg" alt="" />
        <span>{t('app.name')}</span>
      </div>
      <div className={styles.place}>
        <span className={styles.placeName}>{status?.site?.name}</span>
        <span className={styles.placeNote}>
          {[status?.organisationName, station === null ? null : t('status.station', { station })]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </div>
      <button type="button" className={styles.search} onClick={spotlight.open}>
        <IconSearch size={15} aria-hidden="true" />
        <span>{t('palette.open')}</span>
        <kbd className={styles.key}>{t('key.mod')} K</kbd>
      </button>
      {may('incidents.report') ? (
        <Tooltip label="n">
          <Button
            className={styles.report}
            component={Link}
            href="/incidents/new"
            size="xs"
            leftSection={<IconPlus size={15} />}
          >
            {t('incidents.new')}
          </Button>
        </Tooltip>
      ) : null}
      <Bell />
      <ThemeSwitch />
      <PersonMenu onHelp={onHelp} />
    </header>
  );
}
