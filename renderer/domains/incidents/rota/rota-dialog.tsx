import { Modal } from '@mantine/core';
import type { RotaStand } from '#shared/domains/incidents/queries/rota.ts';
import { useWords } from '#renderer/shell/words.ts';
import { HandOverForm } from './hand-over-form.tsx';
import { RemoveRotaForm } from './remove-rota-form.tsx';
import { RotaForm } from './rota-form.tsx';
import { StandInForm } from './stand-in-form.tsx';

/** What somebody wants to do with a rota; null for a new one. */
export type RotaAsk =
  | { readonly what: 'edit'; readonly rota: RotaStand | null }
  | { readonly what: 'remove' | 'stand-in' | 'hand-over'; readonly rota: RotaStand };

type RotaDialogProps = { siteId: string; timeZone: string; asked: RotaAsk | null; onClose(): void };

export function RotaDialog({ siteId, timeZone, asked, onClose }: RotaDialogProps) {
  const { t } = useWords();
  return (
    <Modal
      opened={asked !== null}
      onClose={onClose}
      title={asked === null ? '' : titleOf(asked, t)}
      size={520}
    >
      {asked?.what === 'edit' ? <RotaForm siteId={siteId} rota={asked.rota} onDone={onClose} /> : null}
      {asked?.what === 'remove' ? <RemoveRotaForm rota={asked.rota} onDone={onClose} /> : null}
      {asked?.what === 'stand-in' ? <StandInForm rota={asked.rota} onDone={onClose} /> : null}
      {asked?.what === 'hand-over' ? (
        <HandOverForm rota={asked.rota} timeZone={timeZone} onDone={onClose} />
      ) : null}
    </Modal>
  );
}

function titleOf(asked: RotaAsk, t: ReturnType<typeof useWords>['t']): string {
  const name = asked.rota?.name ?? '';
  if (asked.what === 'remove') return t('incidents.rota.remove.title', { name });
  if (asked.what === 'stand-in') return t('incidents.rota.standIn.title');
  if (asked.what === 'hand-over') {
    return t('incidents.rota.handOver.title', { name: asked.rota.now?.name ?? name });
  }
  return asked.rota === null ? t('incidents.rota.add') : t('incidents.rota.edit.title', { name });
}
