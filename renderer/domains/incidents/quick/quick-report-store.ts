import { create } from 'zustand';

type QuickReport = { readonly isOpen: boolean; set(isOpen: boolean): void };

/** One for the whole page: it opens over whatever is shown. */
export const useQuickReport = create<QuickReport>()((set) => ({
  isOpen: false,
  set: (isOpen) => set({ isOpen }),
}));

export function openQuickReport(): void {
  useQuickReport.getState().set(true);
}
