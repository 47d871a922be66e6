import type { Icon } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { Feature } from '#shared/access/features.ts';
import type { ConsoleStatus } from './connection/console-store.ts';
import type { TextKey } from './words.ts';

export type NavigationEntry = {
  readonly path: string;
  readonly text: TextKey;
  readonly icon: Icon;
  readonly feature: Feature;
  /** What is counted live beside the entry; `alarm` marks it as pressing, `text` names it for a screen reader. */
  readonly count?: (status: ConsoleStatus) => {
    readonly value: number;
    readonly alarm: boolean;
    readonly text: TextKey;
  };
  /** Keys that lead here, one after the other: `g i`. */
  readonly keys?: string;
};

export type PageRoute = {
  readonly path: string;
  readonly feature: Feature;
  readonly page: ComponentType;
};

/** Something a person may do from anywhere, by palette or keys: on a page of its own, or at once. */
export type PaletteCommand = {
  readonly id: string;
  readonly text: TextKey;
  readonly icon: Icon;
  readonly feature: Feature;
  /** One key, or one with Ctrl and Shift: `mod+Shift+L`. */
  readonly keys?: string;
} & ({ readonly path: string } | { run(): void });

/** What a domain adds to the shell: data that can be listed, checked and hidden by right. */
export type Contribution = {
  readonly domain: string;
  readonly title: TextKey;
  readonly navigation: readonly NavigationEntry[];
  readonly routes: readonly PageRoute[];
  readonly commands: readonly PaletteCommand[];
  /** There on every page, such as a dialog that a command opens. */
  readonly everywhere?: ComponentType;
  /** There on the pages before sign-in and while locked. */
  readonly outside?: ComponentType;
};
