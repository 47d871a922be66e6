import { z } from 'zod';
import { readKept, writeKept } from './kept-file.ts';

export interface WindowBounds {
  x?: number;
  y?: number;
  width: number;
  height: number;
}

export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

const WindowState = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(200).max(20_000),
  height: z.int().min(200).max(20_000),
  maximized: z.boolean(),
});
export type WindowState = z.infer<typeof WindowState>;

const DEFAULT_BOUNDS = { width: 1280, height: 800 };
/** So much of a window has to be on a screen, in both directions, for a person to get hold of it. */
const VISIBLE_MIN = 100;

/** Where the window was when it was last closed; undefined when that isn't known. */
export function readWindowState(file: string): WindowState | undefined {
  return readKept(file, WindowState);
}

export function writeWindowState(file: string, state: WindowState): void {
  writeKept(file, state);
}

/** The saved place if a screen of today shows it, otherwise the default size in the middle (LC-7). */
export function restoredBounds(saved: WindowState | undefined, workAreas: Area[]): WindowBounds {
  if (!saved || !workAreas.some((area) => isReachable(saved, area))) return DEFAULT_BOUNDS;
  return { x: saved.x, y: saved.y, width: saved.width, height: saved.height };
}

function isReachable(window: Area, area: Area): boolean {
  const sharedWidth = overlap(window.x, window.width, area.x, area.width);
  const sharedHeight = overlap(window.y, window.height, area.y, area.height);
  return sharedWidth >= VISIBLE_MIN && sharedHeight >= VISIBLE_MIN;
}

function overlap(startA: number, lengthA: number, startB: number, lengthB: number): number {
  return Math.min(startA + lengthA, startB + lengthB) - Math.max(startA, startB);
}
