import { z } from 'zod';

declare const brand: unique symbol;
/** A string that says what it identifies: a `PersonId` can't be passed where a `SiteId` is wanted. */
export type Branded<Name extends string> = string & { readonly [brand]: Name };

/** UUID version 7 in lower case: sorts by time within one device, and needs no server to be unique. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const NO_ID = 'must be an id such as 0192f0c1-7e2a-7c3d-9a4b-1c2d3e4f5a6b';

export type IdSchema<Name extends string> = z.ZodType<Branded<Name>, string>;

/** Schema of a record id. `name` only exists in the type. */
export function idSchema<Name extends string>(_name: Name): IdSchema<Name> {
  return z
    .string()
    .max(36, NO_ID)
    .regex(UUID, NO_ID)
    .transform((text): Branded<Name> => brandAs(text));
}

/** The one cast that gives a parsed string its brand. */
function brandAs<Name extends string>(text: string): Branded<Name> {
  // A brand exists at compile time only; idSchema has checked the text.
  return text as Branded<Name>;
}

export type RecordId = Branded<'RecordId'>;
export const RecordId = idSchema('RecordId');
