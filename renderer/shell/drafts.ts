import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';

type Drafts = {
  readonly values: DraftValues;
  /** Whose they are; null before anybody is signed in. */
  readonly personId: string | null;
  /** Of people who are parked or locked, by their ids. */
  readonly aside: { readonly [personId: string]: DraftValues };
  keep(formId: string, value: unknown): void;
  drop(formId: string): void;
  /** What one person typed, wherever it is. */
  dropOf(personId: string): void;
  /** Puts the drafts of whoever was in front aside, and takes out those of who comes. */
  turnTo(personId: string | null): void;
};
type DraftValues = { readonly [formId: string]: unknown };

/** Under this stand drafts of pages that need nobody. */
const NOBODY = 'nobody';

/**
 * What is being typed, by form, in this window's session storage: it survives an error of the page, a
 * reload and a restart of the host, and is gone when the person signs out or closes the window. What each person of a
 * watch types is kept apart.
 */
export const useDrafts = create<Drafts>()(
  persist(
    (set) => ({
      values: {},
      keep: (formId, value) => set(({ values }) => ({ values: { ...values, [formId]: value } })),
      drop: (formId) =>
        set(({ values }) => {
          const { [formId]: _dropped, ...rest } = values;
          return { values: rest };
        }),
      personId: null,
      aside: {},
      dropOf: (personId) =>
        set(({ values, personId: front, aside: { [personId]: _dropped, ...aside } }) => ({
          aside,
          values: front === personId ? {} : values,
        })),
      turnTo: (personId) =>
        set((now) => {
          if (now.personId === personId) return now;
          const aside = { ...now.aside, [now.personId ?? NOBODY]: now.values };
          const { [personId ?? NOBODY]: values = {}, ...others } = aside;
          return { personId, values, aside: others };
        }),
    }),
    {
      name: 'fairlead.drafts',
      storage: createJSONStorage(() => sessionStorage),
      partialize: ({ values, personId, aside }) => ({ values, personId, aside }),
    },
  ),
);

/** A command on its way to the host. */
export type CommandNote = { readonly commandId: string; readonly input: unknown };

/**
 * The note of a command that is to be sent: the one kept for the same input, else a new one. Changed input
 * is another command, or the host would answer with the outcome of what was typed before.
 */
export function noteFor(kept: unknown, input: unknown): CommandNote {
  if (isNote(kept) && JSON.stringify(kept.input) === JSON.stringify(input)) return kept;
  return { commandId: crypto.randomUUID(), input };
}

function isNote(kept: unknown): kept is CommandNote {
  return (
    typeof kept === 'object' &&
    kept !== null &&
    'input' in kept &&
    'commandId' in kept &&
    typeof kept.commandId === 'string'
  );
}
