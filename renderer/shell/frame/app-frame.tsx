import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { ErrorBoundary } from '../error-boundary.tsx';
import { contributions } from '../contributions.ts';
import { CommandPalette } from '../palette/command-palette.tsx';
import { ShortcutHelp } from '../keyboard/shortcut-help.tsx';
import { useShortcuts } from '../keyboard/use-shortcuts.ts';
import { useOwnPreferences } from '../preferences/use-own-preferences.ts';
import { SignInBanners } from '../sign-in/banners.tsx';
import { useWords } from '../words.ts';
import { ConnectionBanner } from './connection-banner.tsx';
import { EscalationAnnouncer } from './escalation-announcer.tsx';
import styles from './frame.module.css';
import { PrintHeading } from './print-heading.tsx';
import { Navigation } from './navigation.tsx';
import { StatusBar } from './status-bar.tsx';
import { TopBar } from './top-bar.tsx';

const EVERYWHERE = contributions.flatMap(({ domain, everywhere }) =>
  everywhere === undefined ? [] : [{ domain, everywhere }],
);

/** What stands around every page once somebody is signed in. */
export function AppFrame({ children }: { children: ReactNode }) {
  const { t } = useWords();
  const [helpOpened, help] = useDisclosure(false);
  const [path] = useLocation();
  const preferencesKey = useOwnPreferences();
  useShortcuts({ help: help.toggle });
  return (
    <div className={styles.frame}>
      {EVERYWHERE.map(({ domain, everywhere: Everywhere }) => (
        <Everywhere key={domain} />
      ))}
      <a
        className="fl-skip"
        href="#content"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById('content')?.focus();
        }}
      >
        {t('app.skip')}
      </a>
      <TopBar onHelp={help.open} />
      <Navigation />
      <div className={styles.middle}>
        <ConnectionBanner />
        <SignInBanners />
        <main className={styles.content} id="content" tabIndex={-1}>
          <PrintHeading />
          <ErrorBoundary key={`${path} ${preferencesKey}`}>{children}</ErrorBoundary>
        </main>
      </div>
      <StatusBar />
      <EscalationAnnouncer />
      <CommandPalette onHelp={help.open} />
      <ShortcutHelp opened={helpOpened} onClose={help.close} />
    </div>
  );
}
