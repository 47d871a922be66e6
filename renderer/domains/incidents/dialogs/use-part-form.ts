import type { z } from 'zod';
import { type CommandInput, type CommandName, useCommand } from '#renderer/shell/api/use-command.ts';
import { dropDraft, useDraftForm } from '#renderer/shell/use-draft-form.ts';

type Options<Name extends CommandName, Values extends Record<string, unknown>> = {
  readonly command: Name;
  /** The record that the form is about: an incident, or a part of one. */
  readonly place: string;
  /** Of the fields alone. */
  readonly schema: z.ZodType;
  readonly initial: Values;
  /** Personal texts are not kept at this device while they are being typed. */
  readonly keepsNoDraft?: boolean;
  toInput(values: Values): CommandInput<Name>;
  onDone(): void;
};

/** A dialog of one command about a part of an incident: a kept draft, the command's own checks, and closing when done. */
export function usePartForm<Name extends CommandName, Values extends Record<string, unknown>>(
  options: Options<Name, Values>,
) {
  const { command: name, place, schema, initial, keepsNoDraft = false, toInput, onDone } = options;
  const formId = keepsNoDraft ? null : `${name}:${place}`;
  const command = useCommand(name, place);
  const form = useDraftForm({ formId, initial, schema, error: command.error });
  const submit = form.onSubmit(async (values) => {
    if ((await command.run(toInput(values))) !== undefined) leave();
  });
  function leave(): void {
    if (formId !== null) dropDraft(formId);
    onDone();
  }
  const footer = {
    phase: command.phase,
    error: command.error,
    fields: Object.keys(initial),
    onCancel: leave,
  };
  return { form, submit, footer };
}
