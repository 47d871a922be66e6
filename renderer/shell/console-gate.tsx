import { useState } from 'react';
import { useConsoleStatus } from './connection/console-store.ts';
import { FirstRunPage } from './first-run/first-run-page.tsx';
import { AdministratorPage } from './first-run/administrator-page.tsx';
import { JoiningPage } from './first-run/joining-page.tsx';
import { AppFrame } from './frame/app-frame.tsx';
import { Opening } from './frame/opening.tsx';
import { Pages } from './pages/pages.tsx';
import { SignInPage } from './pages/sign-in-page.tsx';
import { type Gate, GatePage } from './sign-in/gate-pages.tsx';
import { IdleLock } from './sign-in/idle-lock.tsx';
import { LockPage } from './sign-in/lock-page.tsx';
import { usePageLock } from './sign-in/page-lock.ts';

/** Which part of the console is to be seen: its setup, the sign-in, or the console itself. */
export function ConsoleGate() {
  const status = useConsoleStatus();
  const isPageLocked = usePageLock((lock) => lock.isLocked);
  const [heldGate, holdGate] = useState<Gate | null>(null);
  if (status === null) return <Opening />;
  if (status.phase === 'not-set-up') return <FirstRunPage />;
  if (status.phase === 'joining') return <JoiningPage status={status} />;
  if (status.phase === 'needs-administrator') return <AdministratorPage />;
  // The page is getting the cookie of the new sign-in: a reload before that would sign out again.
  if (status.session.renewal !== null) return <Opening />;
  const { gate } = status.session;
  // One place for both locks: what is being typed stays when the host follows the page.
  const lockedName = gate?.kind === 'locked' ? gate.name : isPageLocked ? status.person?.name : undefined;
  if (lockedName !== undefined) return <LockPage status={status} name={lockedName} />;
  if (gate === null && status.person === null) return <SignInPage status={status} />;
  const shownGate = gate ?? heldGate;
  if (shownGate !== null) return <GatePage gate={shownGate} onHold={holdGate} />;
  return (
    <AppFrame>
      <IdleLock minutes={status.session.lockAfterMinutes} />
      <Pages />
    </AppFrame>
  );
}
