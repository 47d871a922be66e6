import { Button, Modal } from '@mantine/core';
import { IconCheck, IconPlayerPlay, IconRotate, IconUsers, IconX, type Icon } from '@tabler/icons-react';
import { useState } from 'react';
import type { Incident } from '#shared/domains/incidents/schema.ts';
import { useCommand } from '#renderer/shell/api/use-command.ts';
import type { Answer } from '#renderer/shell/api/questions.ts';
import { useSite } from '#renderer/shell/use-site.ts';
import { useWords } from '#renderer/shell/words.ts';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { dateText } from '#renderer/ui/format.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import { InquiryPeopleForm, InquiryReasonForm } from '../dialogs/inquiry-forms.tsx';
import styles from '../investigation.module.css';

type Inquiry = Answer<'incidents.investigation'>;
type Step = 'start' | 'people' | 'complete' | 'reopen' | 'waive';
const ICONS: { readonly [S in Step]: Icon } = {
  start: IconPlayerPlay,
  people: IconUsers,
  complete: IconCheck,
  reopen: IconRotate,
  waive: IconX,
};

/** How far it is, who leads it and who helps, and the steps that are possible now. */
export function InquiryHead({ incident, inquiry }: { incident: Incident; inquiry: Inquiry }) {
  const { t } = useWords();
  const [dialog, setDialog] = useState<Exclude<Step, 'complete'> | null>(null);
  const complete = useCommand('incidents.completeInvestigation', incident.id);
  const close = () => setDialog(null);
  const { investigation, team } = inquiry;
  return (
    <Panel title={t('incidents.tab.investigation')}>
      <div className={styles.work}>
        {investigation === null ? (
          <p className={styles.muted}>{t('incidents.inquiry.none.text')}</p>
        ) : (
          <StateText investigation={investigation} />
        )}
        {inquiry.isRequired && investigation?.state !== 'completed' ? (
          <p className={styles.notice}>{t('incidents.inquiry.required')}</p>
        ) : null}
        {investigation === null || investigation.state === 'not_required' ? null : (
          <p className={styles.itemNote}>
            <span>
              {t('incidents.inquiry.lead')}: {investigation.leadName ?? t('incidents.inquiry.nobody')}
            </span>
            {team.length === 0 ? null : (
              <span>
                {t('incidents.inquiry.team')}: {team.map(({ name }) => name).join(', ')}
              </span>
            )}
          </p>
        )}
        <ErrorAlert error={complete.error} />
        <div className={styles.buttons}>
          {stepsOf(inquiry).map((step) => {
            const StepIcon = ICONS[step];
            return (
              <Button
                key={step}
                variant="default"
                size="xs"
                leftSection={<StepIcon size={15} />}
                onClick={() =>
                  step === 'complete' ? void complete.run({ id: incident.id }) : setDialog(step)
                }
              >
                {t(`incidents.inquiry.${step}`)}
              </Button>
            );
          })}
        </div>
      </div>
      <Modal
        opened={dialog !== null}
        onClose={close}
        title={dialog === null ? '' : t(`incidents.inquiry.${dialog}`)}
      >
        {dialog === 'start' || dialog === 'people' ? (
          <InquiryPeopleForm incident={incident} standing={investigation} step={dialog} onDone={close} />
        ) : null}
        {dialog === 'reopen' || dialog === 'waive' ? (
          <InquiryReasonForm incident={incident} step={dialog} onDone={close} />
        ) : null}
      </Modal>
    </Panel>
  );
}

/** The same rules as the commands have. */
function stepsOf({ investigation, mayInvestigate }: Inquiry): readonly Step[] {
  if (!mayInvestigate) return [];
  if (investigation === null) return ['start', 'waive'];
  if (investigation.state === 'not_required') return ['start'];
  return investigation.state === 'open' ? ['people', 'complete', 'waive'] : ['reopen'];
}

function StateText({ investigation }: { investigation: NonNullable<Inquiry['investigation']> }) {
  const { t } = useWords();
  const site = useSite();
  const { state, startedAt, completedAt, notRequiredBecause } = investigation;
  return (
    <p className={styles.prose}>
      {t(`incidents.inquiry.state.${state}`, {
        time: dateText(state === 'open' ? startedAt : (completedAt ?? startedAt), site?.timeZone),
        because: notRequiredBecause ?? '',
      })}
    </p>
  );
}
