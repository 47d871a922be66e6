import { z } from 'zod';
import { COMPANY_WIDE } from '../../access/target.ts';
import { type CommandContext, defineCommand } from '../../kernel/define-command.ts';
import { RecordId } from '../../kernel/ids.ts';
import { settingsError } from './errors.ts';
import { retention, retentionFields, RETENTION_KEYS, type RetentionWishes } from './retention.ts';
import { site } from './schema.ts';

const WRITES = [{ entity: retention, insert: true, patch: RETENTION_KEYS }];

/** How long things are kept where a site does not say otherwise. Offices alone write what the whole company has. */
export const saveCompanyRetention = defineCommand({
  name: 'settings.saveCompanyRetention',
  feature: 'settings.manage',
  lane: 2,
  input: z.object(retentionFields),
  writes: [retention],
  allows: WRITES,
  label: () => ({ key: 'settings.saveCompanyRetention.label' }),
  target: () => COMPANY_WIDE,
  run(context, wishes) {
    if (context.site.kind !== 'office') {
      throw settingsError('office-only');
    }
    return save(context, COMPANY_WIDE, wishes);
  },
});

/** The same for one site; what it leaves empty is the company's. */
export const saveSiteRetention = defineCommand({
  name: 'settings.saveSiteRetention',
  feature: 'store.manage',
  lane: 2,
  input: z.object({ siteId: RecordId, ...retentionFields }),
  writes: [retention],
  allows: WRITES,
  label: () => ({ key: 'settings.saveSiteRetention.label' }),
  target: (_context, { siteId }) => siteId,
  run(context, { siteId, ...wishes }) {
    context.tx.mustGet(site, siteId);
    return save(context, siteId, wishes);
  },
});

function save({ tx, newId }: CommandContext, siteId: string, wishes: RetentionWishes): { id: RecordId } {
  const [kept] = tx.find(retention, { siteId }).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const id = kept?.id ?? newId();
  if (kept === undefined) tx.insert(retention, { id, siteId, ...wishes });
  else tx.patch(retention, id, wishes);
  return { id };
}
