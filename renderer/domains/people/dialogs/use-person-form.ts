import type { z } from 'zod';
import { type CommandInput, type CommandName, useCommand } from '#renderer/shell/api/use-command.ts';
import { useDraftForm } from '#renderer/shell/use-draft-form.ts';

type PersonCommand = Extract<CommandName, `people.${string}`>;
type Options<Name extends PersonCommand, Values extends Record<string, unknown>> = {
  readonly personId: string;
  readonly command: Name;
  readonly schema: z.ZodObject;
  readonly initial: Values;
  toInput(values: Values): CommandInput<Name>;
  onDone(): void;
};

/** A dialog of one command about one person. Rights are decided in one go: nothing of it is kept as a draft. */
export function usePersonForm<Name extends PersonCommand, Values extends Record<string, unknown>>(
  options: Options<Name, Values>,
) {
  const { personId, command: name, schema, initial, toInput, onDone } = options;
  const command = useCommand(name, personId);
  const form = useDraftForm({ formId: null, initial, schema, error: command.error });
  const submit = form.onSubmit(async (values) => {
    const outcome = await command.run(toInput(values));
    if (outcome !== undefined) onDone();
  });
  const footer = {
    phase: command.phase,
    error: command.error,
    fields: Object.keys(initial),
    onCancel: onDone,
  };
  return { form, submit, footer };
}
