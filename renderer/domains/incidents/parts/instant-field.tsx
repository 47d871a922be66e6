import { DateTimePicker } from '@mantine/dates';
import { useShownZone } from '#renderer/shell/preferences/use-shown-zone.ts';
import { instantOfLocalText, localTextOf } from '#renderer/ui/local-text.ts';

type InstantFieldProps = {
  label: string;
  description?: string;
  value: string | null;
  error?: unknown;
  onChange(instant: string | null): void;
};

/** Date and time by the clock that the reader sees; the value is an instant. */
export function InstantField({ value, error, onChange, ...looks }: InstantFieldProps) {
  const zone = useShownZone();
  return (
    <DateTimePicker
      {...looks}
      clearable
      valueFormat="YYYY-MM-DD HH:mm"
      value={value === null ? null : localTextOf(value, zone)}
      error={typeof error === 'string' ? error : null}
      onChange={(local) => onChange(local === null ? null : instantOfLocalText(local, zone))}
    />
  );
}
