import { z } from 'zod';

/**
 * zod tries `new Function` to compile its checks and falls back where that is refused; the page's policy
 * refuses it and reports each try. Imported before everything else, so that no schema is used earlier.
 */
z.config({ jitless: true });
