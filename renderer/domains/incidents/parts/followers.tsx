import { Button } from '@mantine/core';
import { IconBell, IconBellOff } from '@tabler/icons-react';
import { RecordId } from '#shared/kernel/ids.ts';
import { useAnswer } from '#renderer/shell/api/use-answer.ts';
import { useCommand } from '#renderer/shell/api/use-command.ts';
import { useWords } from '#renderer/shell/words.ts';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import styles from '../investigation.module.css';

/** Who hears how it goes on. Everybody chooses for themselves. */
export function Followers({ incidentId, isArchived }: { incidentId: string; isArchived: boolean }) {
  const { t } = useWords();
  const followers = useAnswer('incidents.followers', { id: RecordId.parse(incidentId) }).data;
  if (followers === undefined) return null;
  const { count, names, jobs, isFollowing } = followers;
  const others = count - names.length;
  const said = [...names, ...(others > 0 ? [t('incidents.followers.others', { count: others })] : [])];
  const jobNames = jobs.map((job) => t(`job.${job}`)).join(', ');
  return (
    <Panel title={t('incidents.followers')}>
      <p className={styles.muted}>{said.length === 0 ? t('incidents.followers.none') : said.join(', ')}</p>
      {jobs.length === 0 ? null : (
        <p className={styles.muted}>{t('incidents.followers.jobs', { jobs: jobNames })}</p>
      )}
      {isArchived ? null : <FollowButton incidentId={incidentId} isFollowing={isFollowing} />}
    </Panel>
  );
}

function FollowButton({ incidentId, isFollowing }: { incidentId: string; isFollowing: boolean }) {
  const { t } = useWords();
  const follow = useCommand('incidents.follow', incidentId);
  const unfollow = useCommand('incidents.unfollow', incidentId);
  const command = isFollowing ? unfollow : follow;
  const BellIcon = isFollowing ? IconBellOff : IconBell;
  return (
    <>
      <Button
        variant="default"
        size="xs"
        mt={8}
        title={t('incidents.follow.hint')}
        leftSection={<BellIcon size={15} stroke={1.8} />}
        aria-busy={command.phase !== 'idle'}
        onClick={() => void command.run({ id: RecordId.parse(incidentId) })}
      >
        {t(isFollowing ? 'incidents.unfollow' : 'incidents.follow')}
      </Button>
      <ErrorAlert error={command.error} />
    </>
  );
}
