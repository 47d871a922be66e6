import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { ErrorBoundary } from '../error-boundary.tsx';
import { CommandPalette } from '../palette/command-palette.tsx';
import { ShortcutHelp } from '../keyboard/shortcut-help.tsx';
import { useShortcuts } from '../keyboard/use-shortcuts.ts';
import { useWords } from '../words.ts';
import { ConnectionBanner } from './connection-banner.tsx';
import { EscalationAnnouncer } from './escalation-announcer.tsx';
import styles from './frame.module.css';
import { Navigation } from './navigation.tsx';
import { StatusBar } from './status-bar.tsx';
import { TopBar } from './top-bar.tsx';

/** What stands around every page once somebody is signed in. */
export function AppFrame({ children }: { children: ReactNode }) {
  const { t } = useWords();
  const [helpOpened, help] = useDisclosure(false);
  const [path] = useLocation();
  useShortcuts({ help: help.toggle });
  return (
    <div className={styles.frame}>
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
        <main className={styles.content} id="content" tabIndex={-1}>
          <ErrorBoundary key={path}>{children}</ErrorBoundary>
        </main>
      </div>
      <StatusBar />
      <EscalationAnnouncer />
      <CommandPalette />
      <ShortcutHelp opened={helpOpened} onClose={help.close} />
    </div>
  );
}
