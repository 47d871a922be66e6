import { Skeleton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import type { WorkingCalendar } from '#shared/domains/settings/calendar.ts';
import { RecordId } from '#shared/kernel/ids.ts';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import pages from '#renderer/ui/pages.module.css';
import { RecordHistory } from '#renderer/ui/record-history.tsx';
import { useAnswer } from '../api/use-answer.ts';
import { useCommand } from '../api/use-command.ts';
import { useSite } from '../use-site.ts';
import { useWords } from '../words.ts';
import { ClosuresEditor } from './closures-editor.tsx';
import { HolidaysEditor } from './holidays-editor.tsx';
import { HoursEditor } from './hours-editor.tsx';
import { OpenTo } from './read-only.tsx';
import { SettingsHeader } from './settings-header.tsx';

/** When people work at this site. */
export function CalendarPage() {
  const { t } = useWords();
  const siteId = useSite()?.id;
  return (
    <div className={pages.narrow}>
      <SettingsHeader title={t('settings.calendar')} />
      {siteId === undefined ? null : <KeptCalendar siteId={siteId} />}
    </div>
  );
}

function KeptCalendar({ siteId }: { siteId: string }) {
  const { t } = useWords();
  const answer = useAnswer('settings.calendar', { siteId: RecordId.parse(siteId) });
  if (answer.isError) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.data === undefined) return <Skeleton height={420} radius={6} />;
  const { id, isEntered, hours, country, region, holidays, closures } = answer.data;
  return (
    <>
      {isEntered ? null : <p className={pages.lead}>{t('settings.calendar.usual')}</p>}
      <OpenTo feature="calendars.manage">
        <CalendarForm siteId={siteId} opened={{ hours, country, region, holidays, closures }} />
      </OpenTo>
      {id === null ? null : <RecordHistory record={{ collection: 'settings', id }} />}
    </>
  );
}

function CalendarForm({ siteId, opened }: { siteId: string; opened: WorkingCalendar }) {
  const { t } = useWords();
  const save = useCommand('settings.saveCalendar');
  const [calendar, setCalendar] = useState(opened);
  const change = (part: Partial<WorkingCalendar>) => setCalendar((before) => ({ ...before, ...part }));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { hours, country, region, holidays, closures } = calendar;
    const outcome = await save.run({
      siteId: RecordId.parse(siteId),
      hours: [...hours],
      country,
      region,
      holidays: [...holidays],
      closures: [...closures],
    });
    if (outcome !== undefined) notifications.show({ message: t('settings.saved') });
  };
  return (
    <form className={pages.scroll} onSubmit={(event) => void submit(event)} noValidate>
      <Panel title={t('settings.calendar.hours')}>
        <HoursEditor hours={calendar.hours} onChange={(hours) => change({ hours })} />
      </Panel>
      <Panel title={t('settings.calendar.holidays')}>
        <HolidaysEditor calendar={calendar} onChange={change} />
      </Panel>
      <Panel title={t('settings.calendar.closures')}>
        <ClosuresEditor closures={calendar.closures} onChange={(closures) => change({ closures })} />
      </Panel>
      <FormFooter phase={save.phase} error={save.error} fields={[]} submit={t('settings.save')} />
    </form>
  );
}
