import { NumberInput, SegmentedControl, TextInput } from '@mantine/core';
import { z } from 'zod';
import type { RotaStand } from '#shared/domains/incidents/queries/rota.ts';
import { saveRota } from '#shared/domains/incidents/commands/rota.ts';
import { ESCALATION_LEVEL_MAX } from '#shared/domains/incidents/schema.ts';
import { TURN_HOURS_MAX } from '#shared/domains/incidents/schema/rota.ts';
import { useHostNow } from '#renderer/shell/connection/use-host-now.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';
import { usePartForm } from '../dialogs/use-part-form.ts';
import { PeopleSelect } from '../parts/person-select.tsx';

const PEOPLE_MAX = 50;
const DAY_HOURS = 24;
const EIGHT_IN_THE_MORNING = 8 * 60;
const LEVELS = Array.from({ length: ESCALATION_LEVEL_MAX }, (_, index) => String(index + 1));
const DATE_LENGTH = 'yyyy-mm-dd'.length;
const schema = saveRota.input
  .pick({ name: true, personIds: true, turnHours: true, startsOn: true })
  .extend({ level: z.enum(LEVELS), handOverAt: z.string().regex(/^\d\d:\d\d$/) });

/** Who takes turns, how long one is, and when the first begins. */
export function RotaForm({
  siteId,
  rota,
  onDone,
}: {
  siteId: string;
  rota: RotaStand | null;
  onDone(): void;
}) {
  const { t } = useWords();
  const today = useHostNow().slice(0, DATE_LENGTH);
  const { form, submit, footer } = usePartForm({
    command: 'incidents.saveRota',
    place: rota?.id ?? `new ${siteId}`,
    schema,
    initial: {
      name: rota?.name ?? '',
      level: String(rota?.level ?? 1),
      personIds: [...(rota?.personIds ?? [])],
      turnHours: rota?.turnHours ?? DAY_HOURS,
      startsOn: rota?.startsOn ?? today,
      handOverAt: clockOf(rota?.handOverMinute ?? EIGHT_IN_THE_MORNING),
    },
    toInput: ({ level, handOverAt, ...values }) => ({
      siteId,
      rotaId: rota?.id ?? null,
      ...values,
      level: Number(level),
      handOverMinute: minuteOf(handOverAt),
    }),
    onDone,
  });
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <TextInput label={t('incidents.rota.field.name')} data-autofocus {...form.getInputProps('name')} />
      <SegmentedControl
        aria-label={t('incidents.rota.field.level')}
        data={LEVELS.map((level) => ({ value: level, label: t('incidents.rota.level', { level }) }))}
        {...form.getInputProps('level')}
      />
      <PeopleSelect
        label={t('incidents.rota.field.people')}
        siteId={siteId}
        max={PEOPLE_MAX}
        value={form.values.personIds}
        error={form.errors['personIds']}
        onChange={(value) => form.setFieldValue('personIds', value)}
      />
      <TurnFields form={form} />
      <FormFooter {...footer} submit={t('incidents.rota.save')} />
    </form>
  );
}

type FieldProps = { getInputProps(field: 'turnHours' | 'startsOn' | 'handOverAt'): object };

/** How long a turn is, and when the first one begins. */
function TurnFields({ form }: { form: FieldProps }) {
  const { t } = useWords();
  return (
    <>
      <NumberInput
        label={t('incidents.rota.field.turnHours')}
        description={t('incidents.rota.field.turnHours.hint')}
        min={1}
        max={TURN_HOURS_MAX}
        allowDecimal={false}
        {...form.getInputProps('turnHours')}
      />
      <div className={styles.row}>
        <TextInput
          type="date"
          label={t('incidents.rota.field.startsOn')}
          {...form.getInputProps('startsOn')}
        />
        <TextInput
          type="time"
          label={t('incidents.rota.field.handOverAt')}
          {...form.getInputProps('handOverAt')}
        />
      </div>
    </>
  );
}

function clockOf(minutes: number): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function minuteOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}
