import type { BrowserContext } from '@playwright/test';

/** The largest value of each colour channel in a screenshot, read by the browser itself. */
export async function brightestChannels(
  context: BrowserContext,
  png: Buffer,
): Promise<{ red: number; green: number; blue: number }> {
  const page = await context.newPage();
  try {
    return await page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      const drawing = canvas.getContext('2d');
      if (drawing === null) throw new Error('no canvas');
      drawing.drawImage(bitmap, 0, 0);
      const { data } = drawing.getImageData(0, 0, bitmap.width, bitmap.height);
      const brightest = { red: 0, green: 0, blue: 0 };
      for (let at = 0; at < data.length; at += 4) {
        brightest.red = Math.max(brightest.red, data[at] ?? 0);
        brightest.green = Math.max(brightest.green, data[at + 1] ?? 0);
        brightest.blue = Math.max(brightest.blue, data[at + 2] ?? 0);
      }
      return brightest;
    }, png.toString('base64'));
  } finally {
    await page.close();
  }
}
