import type { Site } from '#shared/kernel/define-command.ts';
import { encodeFrame } from '#shared/sync/codec.ts';
import { PROTOCOL_VERSION } from '#shared/sync/limits.ts';
import { type EnrolRequest, EnrolResponse, enrolText } from '#shared/sync/wire.ts';
import type { Store } from '../store/store.ts';
import { messageIn } from './answers.ts';
import { compression } from './compression.ts';
import { deviceKey } from './device-key.ts';
import { syncError } from './errors.ts';
import { renewIdentity } from './identity.ts';
import { normalServerUrl } from './server-url.ts';
import type { SyncTransport } from './transport.ts';

const STANDSTILL_MS = 45_000;

export type EnrolInput = {
  readonly serverUrl: string;
  readonly code: string;
  readonly deviceName: string;
  readonly signal?: AbortSignal;
};

/**
 * Introduces this console to a company's server with a one-time code. Afterwards it is a console of the
 * site the server names, in one transaction; when anything goes wrong before, nothing has changed here.
 * A lost answer is no harm: the same device may show the same code again.
 */
export async function enrol(store: Store, transport: SyncTransport, input: EnrolInput): Promise<Site> {
  const serverUrl = normalServerUrl(input.serverUrl);
  if (store.state.mustRenew) renewIdentity(store);
  const response = await transport.request({
    method: 'POST',
    path: '/v1/enrol',
    ...enrolMessage(store, input),
    signal: input.signal ?? new AbortController().signal,
    timeoutMs: STANDSTILL_MS,
  });
  const answer = messageIn(EnrolResponse, response);
  assertSameSite(store, answer.site);
  store.bookkeeping(() => {
    const { organisationId, organisationName, serverKey } = answer;
    store.state.membership = { organisationId, organisationName, serverUrl, serverKey };
    store.state.site = answer.site;
    store.state.station = answer.station;
  });
  return answer.site;
}

function enrolMessage(store: Store, input: EnrolInput) {
  const key = deviceKey(store);
  const introduction = {
    code: input.code.trim(),
    deviceId: key.deviceId,
    publicKey: key.publicKeyHex,
  };
  const request: EnrolRequest = {
    protocol: PROTOCOL_VERSION,
    ...introduction,
    deviceName: input.deviceName,
    // With a founding code the company takes the site over as it is.
    ...(store.state.site === undefined ? {} : { site: store.state.site }),
    proof: key.sign(enrolText(introduction)),
  };
  const body = encodeFrame(request, compression);
  return { headers: { 'content-type': 'application/cbor' }, body };
}

/** A console that has worked for one site would carry that site's records into another. */
function assertSameSite(store: Store, site: Site): void {
  const own = store.state.site;
  if (own === undefined || own.id === site.id) return;
  throw syncError('code-for-another-site', { ownSite: own.name, otherSite: site.name });
}
