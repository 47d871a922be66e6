import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';

type Drafts = {
  readonly values: { readonly [formId: string]: unknown };
  keep(formId: string, value: unknown): void;
  drop(formId: string): void;
  dropAll(): void;
};

/**
 * What is being typed, by form, in this window's session storage: it survives an error of the page, a
 * reload and a restart of the host, and is gone when the person signs out or closes the window.
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
      dropAll: () => set({ values: {} }),
    }),
    {
      name: 'fairlead.drafts',
      storage: createJSONStorage(() => sessionStorage),
      partialize: ({ values }) => ({ values }),
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
