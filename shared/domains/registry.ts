import type { Command } from '../kernel/define-command.ts';
import type { Domain } from '../kernel/define-domain.ts';
import type { CollectionName, Entity } from '../kernel/define-entity.ts';
import type { Catalogue } from '../kernel/words.ts';
import type { ReportDefinition } from '../reports/define-report.ts';
import { filesDomain } from './files/domain.ts';
import { incidentsDomain } from './incidents/domain.ts';
import { notificationsDomain } from './notifications/domain.ts';
import { peopleDomain } from './people/domain.ts';
import { settingsDomain } from './settings/domain.ts';
import { workDomain } from './work/domain.ts';

/** Every domain of this program. Host, server and tests read from here; a new domain is one line. */
export const domains: readonly Domain[] = [
  incidentsDomain,
  peopleDomain,
  settingsDomain,
  filesDomain,
  workDomain,
  notificationsDomain,
];

const entities = new Map<string, Entity>(
  domains.flatMap((domain) => domain.entities.map((entity): [string, Entity] => [entity.kind, entity])),
);
const commands = new Map<string, Command>(
  domains.flatMap((domain) =>
    Object.values(domain.commands).map((command): [string, Command] => [command.name, command]),
  ),
);

export function entityOf(kind: string): Entity | undefined {
  return entities.get(kind);
}

export function commandNamed(name: string): Command | undefined {
  return commands.get(name);
}

const reports = new Map<string, ReportDefinition>(
  domains.flatMap((domain) =>
    (domain.reports ?? []).map((report): [string, ReportDefinition] => [report.name, report]),
  ),
);

export function reportNamed(name: string): ReportDefinition | undefined {
  return reports.get(name);
}

export function entitiesIn(collection: CollectionName): readonly Entity[] {
  return [...entities.values()].filter((entity) => entity.collection === collection);
}

/** Collections that have records: what RxDB opens. */
export function usedCollections(): readonly CollectionName[] {
  return [...new Set([...entities.values()].map((entity) => entity.collection))];
}

export const domainWords: Catalogue = Object.assign({}, ...domains.map((domain) => domain.words));
