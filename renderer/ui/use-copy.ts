import { useState } from 'react';

const COPIED_MS = 2_000;

export type CopyState = 'idle' | 'copied' | 'refused';

/** Puts a text where it can be pasted from. */
export function useCopy(text: string): { readonly state: CopyState; copy(): void } {
  const [state, setState] = useState<CopyState>('idle');
  async function copy(): Promise<void> {
    // Pages that came over plain HTTP from another machine have no clipboard.
    const clipboard: Clipboard | undefined = navigator.clipboard;
    try {
      if (clipboard === undefined) throw new Error('no clipboard');
      await clipboard.writeText(text);
      setState('copied');
      setTimeout(() => setState('idle'), COPIED_MS);
    } catch {
      setState('refused');
    }
  }
  return { state, copy: () => void copy() };
}
