import { Button } from '@mantine/core';
import { IconGitMerge } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Incident } from '#shared/domains/incidents/schema.ts';
import { RecordId } from '#shared/kernel/ids.ts';
import { useAnswer } from '#renderer/shell/api/use-answer.ts';
import { useCommand } from '#renderer/shell/api/use-command.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useWords } from '#renderer/shell/words.ts';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import styles from '../investigation.module.css';

/** Says that an incident is a duplicate, and of which. */
export function MergedNote({ incident }: { incident: Incident }) {
  const intoId = incident.mergedIntoId ?? null;
  return intoId === null ? null : <Note incident={incident} intoId={intoId} />;
}

function Note({ incident, intoId }: { incident: Incident; intoId: string }) {
  const { t } = useWords();
  const may = useMay();
  const undo = useCommand('incidents.unmerge', incident.id);
  const into = useAnswer('incidents.detail', { id: RecordId.parse(intoId) }).data?.incident;
  return (
    <div>
      <p className={styles.notice} role="note">
        <IconGitMerge size={17} aria-hidden="true" />
        <span>
          {t('incidents.merged')}{' '}
          <Link href={`/incidents/${intoId}`}>
            {into === undefined ? t('incidents.merged.other') : `${into.number}  ${into.title}`}
          </Link>
          . {t('incidents.merged.note')}
        </span>
        {may('incidents.handle') && incident.stage !== 'closed' ? (
          <Button
            variant="default"
            size="xs"
            loading={undo.phase !== 'idle'}
            onClick={() => void undo.run({ id: incident.id })}
          >
            {t('incidents.merged.undo')}
          </Button>
        ) : null}
      </p>
      <ErrorAlert error={undo.error} />
    </div>
  );
}
