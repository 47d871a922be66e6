import { IconBellCheck } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { IncidentRow } from '#shared/domains/incidents/queries/list.ts';
import { isOpen } from '#shared/domains/incidents/states.ts';
import { RecordId } from '#shared/kernel/ids.ts';
import { runCommand } from '#renderer/shell/api/run-command.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { t } from '#renderer/shell/words.ts';
import type { BulkAction } from '#renderer/ui/data-table.tsx';

/** What a person may do with several incidents at once: what needs no words about each. */
export function useBulkActions(): readonly BulkAction<IncidentRow>[] {
  const mayAcknowledge = useMay()('incidents.acknowledge');
  return useMemo(() => (mayAcknowledge ? [acknowledgeAll] : []), [mayAcknowledge]);
}

const acknowledgeAll: BulkAction<IncidentRow> = {
  id: 'acknowledge',
  text: t('incidents.bulk.acknowledge'),
  icon: IconBellCheck,
  fits: (row) => isOpen(row.stage) && row.acknowledgedAt === null,
  confirm: (count) => ({
    title: t('incidents.bulk.acknowledge.title', { count }),
    text: t('incidents.bulk.acknowledge.text'),
    submit: t('incidents.bulk.acknowledge'),
  }),
  run: (row) => runCommand('incidents.acknowledge', { id: RecordId.parse(row.id) }),
};
