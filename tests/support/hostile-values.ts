import { z } from 'zod';

/** What no field was made for. JSON can carry all of it, so a page or a program can send it. */
export const HOSTILE_TEXTS: readonly string[] = [
  '',
  ' \t\r\n ',
  'x'.repeat(1_000_000),
  'nul \u0000 bell \u0007 escape \u001b[2J',
  'lone \ud800 surrogate \udc00',
  'turned \u202egnp.exe',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '__proto__',
  'constructor.prototype',
  "' OR 1=1; DROP TABLE person; --",
  '" NEAR(a b) * ^ -',
  '=HYPERLINK("http://example.com")',
  '../../../../etc/passwd',
  'C:\\Windows\\System32\\config',
  '\\\\server\\share\\x',
  'CON',
  'file:///etc/passwd',
  'http://127.0.0.1:0/\u0000',
  '99999-99-99T99:99:99.999Z',
  '+275760-09-13T00:00:00.000Z',
  '-1',
  'NaN',
];

export const HOSTILE_VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER,
  [],
  [null],
  {},
  JSON.parse('{"__proto__":{"isAdministrator":true},"constructor":{"prototype":{"x":1}}}'),
  nested(2_000),
  Array.from({ length: 10_000 }, () => 'x'),
];

function nested(depth: number): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}

export type Path = readonly (string | number)[];

const Schema = z.looseObject({
  type: z.string().optional(),
  format: z.string().optional(),
  const: z.json().optional(),
  enum: z.array(z.json()).optional(),
  anyOf: z.array(z.json()).optional(),
  oneOf: z.array(z.json()).optional(),
  allOf: z.array(z.json()).optional(),
  properties: z.record(z.string(), z.json()).optional(),
  items: z.json().optional(),
  minItems: z.number().optional(),
  minLength: z.number().optional(),
  pattern: z.string().optional(),
  minimum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
});

const BY_FORMAT: { readonly [format: string]: string } = {
  uuid: '01950000-0000-7000-8000-000000000001',
  'date-time': '2026-03-01T08:00:00.000Z',
  date: '2026-03-01',
  uri: 'https://sync.example.com',
  email: 'mate@example.com',
  base64: 'aGVsbG8=',
};
/** Texts that the patterns of this program ask for: the first that fits is taken. */
const BY_PATTERN = [
  'abc',
  'ABC',
  'a'.repeat(64),
  'A'.repeat(32),
  '123456',
  '2026-03-01T08:00:00.000Z',
  '2026-03',
  '08:00',
];

/** Something that a schema takes, or nearly: a place to put what it should not. */
export function sampleOf(schema: z.ZodType): unknown {
  return sample(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', cycles: 'ref' }), 0);
}

function sample(json: unknown, depth: number): unknown {
  const parsed = Schema.safeParse(json);
  if (!parsed.success || depth > 8) return 'x';
  const schema = parsed.data;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  const [choice] = schema.anyOf ?? schema.oneOf ?? schema.allOf ?? [];
  if (choice !== undefined) return sample(choice, depth + 1);
  if (schema.type === 'object') {
    const fields = Object.entries(schema.properties ?? {});
    return Object.fromEntries(fields.map(([name, field]) => [name, sample(field, depth + 1)]));
  }
  if (schema.type === 'array') return [sample(schema.items, depth + 1)];
  if (schema.type === 'boolean') return true;
  if (schema.type === 'null') return null;
  if (schema.type === 'integer' || schema.type === 'number') {
    return Math.max(1, schema.minimum ?? 1, (schema.exclusiveMinimum ?? 0) + 1);
  }
  return textFor(schema);
}

function textFor({ format, pattern, minLength = 0 }: z.output<typeof Schema>): string {
  const named = BY_FORMAT[format ?? ''];
  if (named !== undefined) return named;
  const fitting = BY_PATTERN.find((text) => pattern === undefined || new RegExp(pattern, 'u').test(text));
  return (fitting ?? 'abc').padEnd(minLength, 'x');
}

/** Every place in a value, itself first. */
export function pathsIn(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [
    at,
    ...Object.entries(value).flatMap(([key, inner]) =>
      pathsIn(inner, [...at, Array.isArray(value) ? Number(key) : key]),
    ),
  ];
}

/** The value with something else at one place; `undefined` leaves the field out. */
export function withAt(value: unknown, path: Path, other: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return other;
  if (Array.isArray(value))
    return value.map((inner, index) => (index === key ? withAt(inner, rest, other) : inner));
  const entries = Object.entries(value ?? {}).map(([name, inner]) => [
    name,
    name === key ? withAt(inner, rest, other) : inner,
  ]);
  return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined));
}
