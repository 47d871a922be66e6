const SIZE = 32;
const BYTES_PER_PIXEL = 4;

export interface TrayBitmap {
  width: number;
  height: number;
  /** Blue, green, red, alpha: the order in which Electron takes bitmaps. */
  data: Buffer;
}

interface Colour {
  red: number;
  green: number;
  blue: number;
}

const RING: Colour = { red: 92, green: 148, blue: 204 };
const ALERT: Colour = { red: 220, green: 38, blue: 38 };

/**
 * The tray's icon, a fairlead seen from the front: a ring a rope runs through. While something critical waits its middle
 * is filled, so that the two differ without colour as well.
 */
export function drawTrayIcon(alerting: boolean): TrayBitmap {
  const data = Buffer.alloc(SIZE * SIZE * BYTES_PER_PIXEL);
  const centre = (SIZE - 1) / 2;
  for (let y = 0; y < SIZE; y += 1) {
    for (let x = 0; x < SIZE; x += 1) {
      const distance = Math.hypot(x - centre, y - centre);
      const colour = colourAt(distance, alerting);
      if (colour) paint(data, x, y, colour);
    }
  }
  return { width: SIZE, height: SIZE, data };
}

function colourAt(distance: number, alerting: boolean): Colour | undefined {
  if (distance <= 15 && distance >= 11) return RING;
  return alerting && distance <= 8 ? ALERT : undefined;
}

function paint(data: Buffer, x: number, y: number, { red, green, blue }: Colour): void {
  data.set([blue, green, red, 255], (y * SIZE + x) * BYTES_PER_PIXEL);
}
