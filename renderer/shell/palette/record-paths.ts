/** Where a record of a kind is shown; kinds without a page of their own are not here. */
const PATHS: { readonly [kind: string]: (id: string) => string } = {
  incident: (id) => `/incidents/${id}`,
  person: (id) => `/people/${id}`,
};

/** Kinds that have a page, so that a search or a link can lead to one of them. */
export const KINDS_WITH_PAGES: readonly string[] = Object.keys(PATHS);

export function pathOfRecord(kind: string, id: string): string | undefined {
  return PATHS[kind]?.(id);
}
