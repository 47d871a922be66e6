import { z } from 'zod';
import { t } from './words.ts';

/** A field that must not be empty, for forms whose exact rules only the host knows. */
export function filled(charactersMax: number) {
  return z
    .string()
    .trim()
    .min(1, { error: () => t('form.fillIn') })
    .max(charactersMax, { error: () => t('form.tooLong', { max: charactersMax }) });
}
