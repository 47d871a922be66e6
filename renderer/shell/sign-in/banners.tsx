import { Button } from '@mantine/core';
import { IconAlertOctagon, IconPlugConnectedX } from '@tabler/icons-react';
import { Link } from 'wouter';
import { clockText, dateText } from '#renderer/ui/format.ts';
import { useAction } from '../api/use-action.ts';
import { connection } from '../connection/console-connection.ts';
import { useConsoleStatus } from '../connection/console-store.ts';
import { useSite } from '../use-site.ts';
import { useWords } from '../words.ts';
import styles from './sign-in.module.css';

/** What everybody at this console has to know about the rights in use: lapsed, or taken. */
export function SignInBanners() {
  return (
    <>
      <TakenBanner />
      <GrantBanner />
    </>
  );
}

function TakenBanner() {
  const { t, label } = useWords();
  const site = useSite();
  const end = useAction(endBreakGlass);
  const taken = useConsoleStatus()?.session.taken ?? [];
  const last = taken.at(-1);
  const features = taken.map(({ feature }) => label({ key: `feature.${feature}` })).join(', ');
  return (
    <div role="alert">
      {last === undefined ? null : (
        <div className={styles.banner}>
          <IconAlertOctagon size={19} stroke={1.8} aria-hidden="true" />
          <div>
            <p className={styles.bannerTitle}>{t('taken.title', { features })}</p>
            <p>{t('taken.until', { time: clockText(last.endsAt, site?.timeZone), reason: last.reason })}</p>
          </div>
          <Button size="xs" color="red" loading={end.busy} onClick={() => void end.run(undefined)}>
            {t('taken.end')}
          </Button>
        </div>
      )}
    </div>
  );
}

function GrantBanner() {
  const { t } = useWords();
  const site = useSite();
  const grant = useConsoleStatus()?.session.grant ?? null;
  const date = grant === null ? '' : dateText(grant.expiresAt, site?.timeZone);
  return (
    <div role="status">
      {grant === null || grant.state === 'held' ? null : (
        <div className={styles.banner} data-tone={grant.state}>
          <IconPlugConnectedX size={19} stroke={1.8} aria-hidden="true" />
          <div>
            {grant.state === 'ending' ? (
              <p className={styles.bannerTitle}>{t('grant.ending', { date })}</p>
            ) : (
              <>
                <p className={styles.bannerTitle}>{t('grant.lapsed')}</p>
                <p>{t('grant.lapsed.since', { date })}</p>
              </>
            )}
          </div>
          <Button size="xs" variant="default" component={Link} href="/sync">
            {t('grant.toSync')}
          </Button>
        </div>
      )}
    </div>
  );
}

function endBreakGlass() {
  return connection.api.session.endBreakGlass.mutate();
}
