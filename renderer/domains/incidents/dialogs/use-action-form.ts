import type { z } from 'zod';
import { type CommandInput, type CommandName, useCommand } from '#renderer/shell/api/use-command.ts';
import { dropDraft, useDraftForm } from '#renderer/shell/use-draft-form.ts';
import type { ActionFormProps } from './action-form-props.ts';

type Options<Name extends CommandName, Values extends Record<string, unknown>> = ActionFormProps & {
  readonly command: Name;
  readonly schema: z.ZodObject;
  readonly initial: Values;
  /** `opened`: what the fields held when the dialog was opened. */
  toInput(values: Values, opened: Values): CommandInput<Name>;
};

/** One dialog of one command: a kept draft, the command's own checks, and closing when it is done. */
export function useActionForm<Name extends CommandName, Values extends Record<string, unknown>>(
  options: Options<Name, Values>,
) {
  const { command: name, incident, initial, schema, toInput, onDone } = options;
  const formId = `${name}:${incident.id}`;
  const command = useCommand(name, incident.id);
  const form = useDraftForm({ formId, initial, schema: schema.omit({ id: true }), error: command.error });
  const submit = form.onSubmit(async (values) => {
    const outcome = await command.run(toInput(values, form.opened));
    if (outcome === undefined) return;
    dropDraft(formId);
    onDone();
  });
  function cancel(): void {
    dropDraft(formId);
    onDone();
  }
  const footer = {
    phase: command.phase,
    error: command.error,
    fields: Object.keys(initial),
    onCancel: cancel,
  };
  return { form, submit, footer };
}
