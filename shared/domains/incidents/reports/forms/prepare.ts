import { a851 } from './a851.ts';
import { amsa18, amsa19 } from './amsa.ts';
import { cg2692, cg2692b } from './cg2692.ts';
import { circ4 } from './circ4.ts';
import type { FormName, Known, PreparedForm } from './form.ts';

const PREPARES: { readonly [F in FormName]: (known: Known) => PreparedForm } = {
  'CG-2692': cg2692,
  'CG-2692B': cg2692b,
  'AMSA-18': amsa18,
  'AMSA-19': amsa19,
  'A.851': a851,
  'MSC-MEPC.3-Circ.4': circ4,
};

export function prepareForm(form: FormName, known: Known): PreparedForm {
  return PREPARES[form](known);
}
