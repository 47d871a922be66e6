import { create } from 'zustand';

type PageLock = { readonly isLocked: boolean; set(isLocked: boolean): void };

/** The page locks itself too: it must not wait for a host that does not answer. */
export const usePageLock = create<PageLock>()((set) => ({
  isLocked: false,
  set: (isLocked) => set({ isLocked }),
}));
