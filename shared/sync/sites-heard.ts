import { z } from 'zod';

/**
 * `POST /v1/sites-heard`: a console of an office asks when the server last heard of each site. Times are spans by the
 * server's own clock, so that no clock of a console has a say in it.
 */
export const SITES_HEARD_PATH = '/v1/sites-heard';

export const SITES_HEARD_MAX = 5_000;

const Id = z.string().max(36);
const Ms = z.int().nonnegative();

export const SitesHeardRequest = z.strictObject({ protocol: z.int(), deviceId: Id });
export type SitesHeardRequest = z.infer<typeof SitesHeardRequest>;

export const SitesHeardResponse = z.strictObject({
  protocol: z.int(),
  /** How long the server has listened without a break: nobody could be heard before. */
  listenedForMs: Ms,
  /** Those of which some console that is not shut out was ever heard. */
  sites: z.array(z.strictObject({ siteId: Id, quietMs: Ms })).max(SITES_HEARD_MAX),
});
export type SitesHeardResponse = z.infer<typeof SitesHeardResponse>;
