import { can, may, type PersonActor, visibleSites } from '#shared/access/can.ts';
import type { Feature } from '#shared/access/features.ts';
import { refusal } from '#shared/access/say.ts';
import { must } from '#shared/kernel/assert.ts';
import type { Site } from '#shared/kernel/define-command.ts';
import { personAsking } from '../exchange/actor.ts';
import type { Device, StorageTx } from '../storage/storage.ts';

const FEATURE: Feature = 'devices.manage';

/** Somebody who looks after consoles, and the console they do it from. */
export type DeviceManager = {
  readonly actor: PersonActor;
  readonly device: Device;
  /** Sites whose consoles they see. */
  readonly sites: 'all' | readonly string[];
};

/**
 * What the server itself knows of the person decides, whatever their console says. Away from an office nobody's rights
 * reach beyond the console's own site, so that a vessel's console in wrong hands harms that vessel alone.
 */
export async function deviceManager(
  tx: StorageTx,
  deviceId: string,
  personId: string,
): Promise<DeviceManager> {
  const device = must(await tx.device(deviceId), `device ${deviceId}`);
  const site = must(await tx.site(device.siteId), `site ${device.siteId}`);
  const actor = await personAsking(tx, personId, site);
  if (!may(actor, FEATURE).allowed) throw refusal(actor, FEATURE, null);
  return { actor, device, sites: sitesFrom(actor, site) };
}

function sitesFrom(actor: PersonActor, site: Site): DeviceManager['sites'] {
  const sites = visibleSites(actor);
  if (site.kind === 'office') return sites;
  return sites === 'all' || sites.includes(site.id) ? [site.id] : [];
}

export function isInSight({ sites }: Pick<DeviceManager, 'sites'>, siteId: string): boolean {
  return sites === 'all' || sites.includes(siteId);
}

/** Throws where a person may not do something about consoles of a site. */
export function assertMayAt(
  { actor, sites }: DeviceManager,
  siteId: string,
  feature: Feature = FEATURE,
): void {
  const target = { siteId };
  if (isInSight({ sites }, siteId) && can(actor, feature, target).allowed) return;
  throw refusal(actor, feature, target);
}
