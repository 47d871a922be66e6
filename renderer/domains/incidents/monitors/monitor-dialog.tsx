import { Modal } from '@mantine/core';
import type { MonitorRow } from '#shared/domains/incidents/queries/monitors.ts';
import { useWords } from '#renderer/shell/words.ts';
import { MonitorForm } from './monitor-form.tsx';
import { MuteForm, RemoveMonitorForm } from './monitor-forms.tsx';
import { TokenView } from './token-view.tsx';

/** What somebody wants to do with a monitor; null for a new one. */
export type MonitorAsk =
  | { readonly what: 'edit'; readonly monitor: MonitorRow | null }
  | { readonly what: 'token' | 'mute' | 'remove'; readonly monitor: MonitorRow };

type MonitorDialogProps = {
  site: { readonly siteId: string; readonly siteName: string; readonly siteKind: string };
  asked: MonitorAsk | null;
  onClose(): void;
};

export function MonitorDialog({ site, asked, onClose }: MonitorDialogProps) {
  const { t } = useWords();
  return (
    <Modal
      opened={asked !== null}
      onClose={onClose}
      title={asked === null ? '' : titleOf(asked, t)}
      size={560}
    >
      {asked?.what === 'edit' ? (
        <MonitorForm
          siteId={site.siteId}
          isOffice={site.siteKind === 'office'}
          monitor={asked.monitor}
          onDone={onClose}
        />
      ) : null}
      {asked?.what === 'token' ? (
        <TokenView monitor={asked.monitor} siteName={site.siteName} onDone={onClose} />
      ) : null}
      {asked?.what === 'mute' ? <MuteForm monitor={asked.monitor} onDone={onClose} /> : null}
      {asked?.what === 'remove' ? <RemoveMonitorForm monitor={asked.monitor} onDone={onClose} /> : null}
    </Modal>
  );
}

function titleOf({ what, monitor }: MonitorAsk, t: ReturnType<typeof useWords>['t']): string {
  if (monitor === null) return t('incidents.monitor.add');
  return t(`incidents.monitor.${what}.title`, { name: monitor.name });
}
