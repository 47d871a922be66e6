import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';

/** As a person drags a file onto a page that checks it. */
export async function dropFile(page: Page, file: string): Promise<void> {
  const base64 = readFileSync(file).toString('base64');
  const transfer = await page.evaluateHandle(
    ([content, name]) => {
      const bytes = Uint8Array.from(atob(content ?? ''), (character) => character.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], name ?? ''));
      return data;
    },
    [base64, path.basename(file)],
  );
  await page.dispatchEvent('#drop', 'drop', { dataTransfer: transfer });
}
