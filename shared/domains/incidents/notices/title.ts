import type { Label } from '../../../kernel/words.ts';
import type { Incident } from '../schema.ts';

/** INC-56: whoever is called hears in the first word that it is a drill. */
export function titleOf({ number, title, isDrill }: Incident): Label {
  const key = isDrill === true ? 'incidents.notify.drill' : 'incidents.notify.title';
  return { key, params: { number, title } };
}
