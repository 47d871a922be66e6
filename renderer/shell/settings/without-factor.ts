import type { SignInPolicy } from '#shared/domains/people/sign-in-schema.ts';

type Needs = Pick<SignInPolicy, 'secondFactorRoles' | 'secondFactorPeople'>;

/** Who would have to set up a second factor before they go on. */
export function withoutFactor<
  Person extends { readonly id: string; readonly role: SignInPolicy['secondFactorRoles'][number] },
>(
  people: readonly Person[],
  enrolled: readonly string[],
  { secondFactorRoles, secondFactorPeople }: Needs,
): readonly Person[] {
  return people.filter(
    ({ id, role }) =>
      !enrolled.includes(id) && (secondFactorRoles.includes(role) || secondFactorPeople.includes(id)),
  );
}
