import { Checkbox, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { z } from 'zod';

/** How a field is called and helped with; what it may hold is the schema's. */
export type FieldWords = {
  readonly label: string;
  readonly help?: string;
  readonly multiline?: boolean;
  readonly autoFocus?: boolean;
  /** Of a choice: how each value is called. */
  choiceText?(choice: string): string;
};

type FieldForm = {
  getInputProps(field: string, options?: { type: 'checkbox' }): object;
  key?(field: string): string;
};

type SchemaFieldsProps<Shape extends z.core.$ZodShape> = {
  schema: z.ZodObject<Shape>;
  form: FieldForm;
  /** In the order in which they are to stand. */
  fields: { readonly [Field in keyof Shape & string]?: FieldWords };
};

/**
 * The fields of a form, each as its schema says: text with its longest length, number with its bounds, choice, yes or
 * no. Errors come from the same schema that the host checks with (`useDraftForm`).
 */
export function SchemaFields<Shape extends z.core.$ZodShape>({
  schema,
  form,
  fields,
}: SchemaFieldsProps<Shape>) {
  return Object.entries<FieldWords | undefined>(fields).map(([name, words]) =>
    words === undefined ? null : (
      <SchemaField key={name} name={name} type={plainTypeOf(schema.shape[name])} words={words} form={form} />
    ),
  );
}

type SchemaFieldProps = { name: string; type: PlainType; words: FieldWords; form: FieldForm };

function SchemaField({ name, type, words, form }: SchemaFieldProps) {
  const { label, help, choiceText = String } = words;
  const looks = {
    label,
    ...(help === undefined ? {} : { description: help }),
    ...(words.autoFocus === true ? { 'data-autofocus': true } : {}),
  };
  if (type.is === 'yes-no')
    return <Checkbox {...looks} {...form.getInputProps(name, { type: 'checkbox' })} />;
  if (type.is === 'choice') {
    const data = type.choices.map((value) => ({ value, label: choiceText(value) }));
    return (
      <Select
        {...looks}
        data={data}
        allowDeselect={type.isOptional}
        clearable={type.isOptional}
        {...form.getInputProps(name)}
      />
    );
  }
  if (type.is === 'number') {
    return (
      <NumberInput {...looks} {...type.bounds} allowDecimal={!type.isWhole} {...form.getInputProps(name)} />
    );
  }
  const limit = type.charactersMax === undefined ? {} : { maxLength: type.charactersMax };
  return words.multiline === true ? (
    <Textarea {...looks} {...limit} autosize minRows={3} maxRows={12} {...form.getInputProps(name)} />
  ) : (
    <TextInput {...looks} {...limit} {...form.getInputProps(name)} />
  );
}

export type PlainType = { readonly isOptional: boolean } & (
  | { readonly is: 'text'; readonly charactersMax: number | undefined }
  | { readonly is: 'number'; readonly isWhole: boolean; readonly bounds: { min?: number; max?: number } }
  | { readonly is: 'choice'; readonly choices: readonly string[] }
  | { readonly is: 'yes-no' }
);

/** What kind of field a schema asks for, whatever is wrapped around it. */
export function plainTypeOf(schema: unknown, isOptional = false): PlainType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return plainTypeOf(schema.unwrap(), true);
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodCatch)
    return plainTypeOf(schema.unwrap(), isOptional);
  if (schema instanceof z.ZodPipe) return plainTypeOf(schema.in, isOptional);
  if (schema instanceof z.ZodBoolean) return { is: 'yes-no', isOptional };
  if (schema instanceof z.ZodEnum) return { is: 'choice', choices: schema.options.map(String), isOptional };
  if (schema instanceof z.ZodNumber) {
    return {
      is: 'number',
      isWhole: schema.format?.includes('int') === true,
      bounds: boundsOf(schema),
      isOptional,
    };
  }
  if (schema instanceof z.ZodString)
    return { is: 'text', charactersMax: schema.maxLength ?? undefined, isOptional };
  return { is: 'text', charactersMax: undefined, isOptional };
}

function boundsOf({ minValue, maxValue }: z.ZodNumber): { min?: number; max?: number } {
  return {
    ...(minValue !== null && Number.isFinite(minValue) ? { min: minValue } : {}),
    ...(maxValue !== null && Number.isFinite(maxValue) ? { max: maxValue } : {}),
  };
}
