import type { Feature } from '../access/features.ts';
import type { CollectionName } from '../kernel/define-entity.ts';

const READ_FEATURES: { readonly [Collection in CollectionName]?: Feature } = {
  incidents: 'incidents.read',
  people: 'people.read',
  files: 'files.read',
  settings: 'incidents.read',
};

/** What lets a person see the history of records: that they see the records. Of others only auditors do. */
export function historyFeatureOf(collection: CollectionName): Feature {
  return READ_FEATURES[collection] ?? 'audit.read';
}
