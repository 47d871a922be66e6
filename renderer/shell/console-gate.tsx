import { useConsoleStatus } from './connection/console-store.ts';
import { FirstRunPage } from './first-run/first-run-page.tsx';
import { AdministratorPage } from './first-run/administrator-page.tsx';
import { JoiningPage } from './first-run/joining-page.tsx';
import { AppFrame } from './frame/app-frame.tsx';
import { Opening } from './frame/opening.tsx';
import { Pages } from './pages/pages.tsx';
import { SignInPage } from './pages/sign-in-page.tsx';

/** Which part of the console is to be seen: its setup, the sign-in, or the console itself. */
export function ConsoleGate() {
  const status = useConsoleStatus();
  if (status === null) return <Opening />;
  if (status.phase === 'not-set-up') return <FirstRunPage />;
  if (status.phase === 'joining') return <JoiningPage status={status} />;
  if (status.phase === 'needs-administrator') return <AdministratorPage />;
  if (status.person === null) return <SignInPage status={status} />;
  return (
    <AppFrame>
      <Pages />
    </AppFrame>
  );
}
