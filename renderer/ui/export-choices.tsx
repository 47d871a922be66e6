import { Checkbox, Radio, Stack } from '@mantine/core';

export type ChosenParameters = { readonly [parameter: string]: string | boolean };

/** Parameters of a report that the person sets: one of several kinds, and what of it to leave out. */
export type ExportChoices = {
  readonly usual: ChosenParameters;
  readonly kind: {
    readonly parameter: string;
    readonly label: string;
    readonly options: readonly { readonly value: string; readonly label: string; readonly hint: string }[];
  };
  /** Each is offered where the kind can have it. */
  readonly parts: readonly {
    readonly parameter: string;
    readonly label: string;
    readonly hint?: string;
    readonly kinds: readonly string[];
  }[];
};

type ChoiceFieldsProps = {
  choices: ExportChoices;
  chosen: ChosenParameters;
  onChange(chosen: ChosenParameters): void;
};

export function ChoiceFields({ choices: { kind, parts }, chosen, onChange }: ChoiceFieldsProps) {
  const value = String(chosen[kind.parameter] ?? '');
  return (
    <>
      <Radio.Group
        label={kind.label}
        value={value}
        onChange={(picked) => onChange({ ...chosen, [kind.parameter]: picked })}
      >
        <Stack gap={6} mt={6}>
          {kind.options.map((option) => (
            <Radio
              key={option.value}
              size="sm"
              value={option.value}
              label={option.label}
              description={option.hint}
            />
          ))}
        </Stack>
      </Radio.Group>
      {parts
        .filter(({ kinds }) => kinds.includes(value))
        .map(({ parameter, label, hint }) => (
          <Checkbox
            key={parameter}
            checked={chosen[parameter] === true}
            onChange={(event) => onChange({ ...chosen, [parameter]: event.currentTarget.checked })}
            label={label}
            {...(hint === undefined ? {} : { description: hint })}
          />
        ))}
    </>
  );
}
