import { z } from 'zod';
import { defineCommand } from '../../kernel/define-command.ts';
import { DomainError } from '../../kernel/errors.ts';
import { line } from '../../kernel/fields.ts';
import { RecordId } from '../../kernel/ids.ts';
import { site, SITE_KINDS, SiteCode, TimeZone } from './schema.ts';

/** A console that starts a site of its own writes it down here; a console that joins a company receives it. */
export const foundSite = defineCommand({
  name: 'settings.foundSite',
  feature: 'sites.manage',
  system: true,
  lane: 2,
  input: z.object({
    id: RecordId,
    code: SiteCode,
    name: line(80),
    siteKind: z.enum(SITE_KINDS),
    timeZone: TimeZone,
  }),
  writes: [site],
  allows: [{ entity: site, insert: true }],
  label: (input) => ({ key: 'settings.foundSite.label', params: { name: input.name } }),
  target: (_context, input) => input.id,
  run({ tx }, { id, ...fields }) {
    if (tx.get(site, id) !== undefined) {
      throw new DomainError({ code: 'already-set-up', message: 'This console has a site already.' });
    }
    tx.insert(site, { id, siteId: id, ...fields, imoNumber: null, active: true });
    return { id };
  },
  check({ writes, site: own, isFounder }) {
    const founded = site.schema.safeParse(writes[0]?.after);
    const isOwn =
      isFounder &&
      writes.length === 1 &&
      writes[0]?.op === 'insert' &&
      founded.success &&
      founded.data.id === own.id &&
      founded.data.siteId === own.id &&
      founded.data.code === own.code &&
      founded.data.siteKind === own.kind;
    if (isOwn) return;
    throw new DomainError({
      code: 'forbidden',
      message: 'A console founds only its own site, and only when it came with a founding code.',
      remedy: 'Ask the office to create the site.',
    });
  },
});

export const settingsCommands = { foundSite };
