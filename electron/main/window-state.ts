import fs from 'node:fs';
import { z } from 'zod';

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
  if (!fs.existsSync(file)) return undefined;
  try {
    return WindowState.safeParse(JSON.parse(fs.readFileSync(file, 'utf8'))).data;
  } catch (error) {
    // Half a file from a machine that lost its power: the window opens where a first one would.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export function writeWindowState(file: string, state: WindowState): void {
  fs.writeFileSync(`${file}.new`, JSON.stringify(state));
  fs.renameSync(`${file}.new`, file);
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
