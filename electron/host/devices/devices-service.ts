import type { Actor } from '#shared/access/can.ts';
import type { FormerPage, FormerPageInput } from '#shared/audit/former-view.ts';
import { must } from '#shared/kernel/assert.ts';
import { type Clock, isoOf } from '#shared/kernel/clock.ts';
import {
  DEVICES_PATH,
  type DevicesAct,
  DevicesResponse,
  type IssueCode,
  type RevokeDevice,
} from '#shared/sync/devices.ts';
import { PROTOCOL_VERSION } from '#shared/sync/limits.ts';
import type { AuditNotes } from '../audit/audit-notes.ts';
import { type QrCode, qrCodeOf } from '../qr-code.ts';
import type { Store } from '../store/store.ts';
import { postForPerson } from '../sync/post.ts';
import type { ServerLink } from '../sync/server-link.ts';
import { nonsense } from '../sync/transport.ts';
import { deviceError } from './errors.ts';
import { type FormerJournal, formerJournals, formerPage } from './former-journals.ts';
import { type KeptList, KeptLists } from './kept-lists.ts';

export type DevicesOverview = {
  readonly ownDeviceId: string;
  readonly isJoined: boolean;
  /** As the server last told this person; null: it never did. */
  readonly list: (Pick<KeptList, 'askedAt'> & KeptList['told']) | null;
  /** When this console was put back from a backup. */
  readonly restoredAt: string | null;
  readonly formerJournals: readonly FormerJournal[];
};

export type IssuedDeviceCode = {
  readonly code: string;
  readonly codeId: string;
  readonly expiresAt: string;
  /** Empty: for a console that brings its own site. */
  readonly siteName: string;
  readonly serverUrl: string;
  readonly qr: QrCode;
};

/** The company's consoles, looked after from this one. All but the overview asks the server, and needs the link. */
export type DevicesService = {
  overview(actor: Actor): DevicesOverview;
  /** Entries that this console wrote under a former identity. */
  formerPage(actor: Actor, input: FormerPageInput): FormerPage;
  refresh(actor: Actor): Promise<DevicesOverview>;
  revoke(actor: Actor, input: RevokeDevice): Promise<{ readonly codesEnded: number }>;
  issueCode(actor: Actor, input: IssueCode): Promise<IssuedDeviceCode>;
  withdrawCode(actor: Actor, input: { readonly codeId: string }): Promise<void>;
};

type Parts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly audit: AuditNotes;
  /** Throws where there is no server to ask. */
  link(): ServerLink;
};

export class Devices implements DevicesService {
  readonly #parts: Parts;
  readonly #kept: KeptLists;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#kept = new KeptLists(parts.store);
  }

  overview(actor: Actor): DevicesOverview {
    const { store } = this.#parts;
    const kept = this.#kept.of(actor.id);
    return {
      ownDeviceId: this.#ownId(),
      isJoined: store.state.membership !== undefined,
      list: kept === undefined ? null : { askedAt: kept.askedAt, ...kept.told },
      restoredAt: store.state.restored?.at ?? null,
      formerJournals: formerJournals(store),
    };
  }

  formerPage(actor: Actor, input: FormerPageInput): FormerPage {
    const { store, audit } = this.#parts;
    if (!formerJournals(store).some(({ deviceId }) => deviceId === input.deviceId))
      throw deviceError('identity-unknown');
    const page = formerPage(store, actor, input);
    // What is not there was not read, and whoever tries ids fills no journal.
    if (page.items.length > 0)
      audit.note(actor, { event: 'journal-read', params: { of: 'former', deviceId: input.deviceId } });
    return page;
  }

  async refresh(actor: Actor): Promise<DevicesOverview> {
    await this.#ask(actor, { act: 'list' });
    return this.overview(actor);
  }

  async revoke(actor: Actor, input: RevokeDevice): Promise<{ readonly codesEnded: number }> {
    const { devices, codesEnded } = await this.#ask(actor, { act: 'revoke', ...input });
    const { ofDeviceId, reason, isWipeAsked } = input;
    const device = devices.find(({ id }) => id === ofDeviceId);
    this.#parts.audit.note(actor, {
      event: 'device-revoked',
      params: {
        deviceId: ofDeviceId,
        device: device?.name ?? ofDeviceId,
        site: device?.siteName ?? '',
        reason,
        wipe: isWipeAsked ? 'yes' : 'no',
      },
    });
    return { codesEnded };
  }

  async issueCode(actor: Actor, input: IssueCode): Promise<IssuedDeviceCode> {
    const answer = await this.#ask(actor, { act: 'issue', ...input });
    if (answer.issued === null) throw nonsense('it made no code');
    const { code, id, expiresAtMs, siteName } = answer.issued;
    const expiresAt = isoOf(expiresAtMs);
    // The code itself is a secret until it is used: the journal keeps the beginning of its hash.
    this.#parts.audit.note(actor, {
      event: 'device-code-made',
      params: { codeId: id, site: siteName, purpose: input.purpose.kind, expiresAt },
    });
    const { serverUrl } = must(this.#parts.store.state.membership, 'a console that has a server');
    const qr = await qrCodeOf(`${serverUrl}\n${code}`);
    return { code, codeId: id, expiresAt, siteName, serverUrl, qr };
  }

  async withdrawCode(actor: Actor, { codeId }: { readonly codeId: string }): Promise<void> {
    const site = this.#kept.of(actor.id)?.told.codes.find(({ id }) => id === codeId)?.siteName ?? '';
    await this.#ask(actor, { act: 'withdraw', codeId });
    this.#parts.audit.note(actor, { event: 'device-code-withdrawn', params: { codeId, site } });
  }

  async #ask(actor: Actor, asked: DevicesAct): Promise<DevicesResponse> {
    const { store, clock } = this.#parts;
    const message = {
      protocol: PROTOCOL_VERSION,
      deviceId: this.#ownId(),
      personId: actor.id,
      asked,
    };
    const question = { path: DEVICES_PATH, message, schema: DevicesResponse };
    const answer = await postForPerson(this.#parts.link(), question);
    const { reach, devices, codes, rights } = answer;
    const { organisationId } = must(store.state.membership, 'a console that has a server');
    const told = { reach, devices, codes, rights };
    this.#kept.keep({ personId: actor.id, organisationId, askedAt: isoOf(clock.now()), told });
    return answer;
  }

  #ownId(): string {
    return must(this.#parts.store.state.deviceId, 'a store has a device id');
  }
}
