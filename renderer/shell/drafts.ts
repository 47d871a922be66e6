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
