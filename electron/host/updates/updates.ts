import type { Actor } from '#shared/access/can.ts';
import { compareVersions, type ReleaseChannel } from '#shared/kernel/release-feed.ts';
import { type Clock, isoOf, msOf } from '#shared/kernel/clock.ts';
import { isDomainError } from '#shared/kernel/errors.ts';
import type { AuditNotes } from '../audit/audit-notes.ts';
import { type HostToMain, NO_UPDATE, type UpdateState } from '../messages.ts';
import type { SyncStatus } from '../services.ts';
import type { BackupSchedule } from '../store/backup/backup-schedule.ts';
import type { Store } from '../store/store.ts';
import { assertNotBlocked, updateBlocker } from './blockers.ts';
import { updateError } from './errors.ts';
import { feedUrlOf, readFeed } from './served-feed.ts';
import type { UpdatesOverview, UpdatesService, UpdatesStatus } from './updates-service.ts';

export type UpdateRequest = Extract<HostToMain, { type: 'update' }>['action'];

export type UpdatesParts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly version: string;
  readonly audit: AuditNotes;
  readonly backups: Pick<BackupSchedule, 'backUpNow'>;
  sync(): Pick<SyncStatus, 'serverUrl' | 'link' | 'lanes'>;
  jobsRunning(): number;
  /** Absent where no main is: a served console is updated on the machine that serves it. */
  readonly askMain?: ((request: UpdateRequest) => void) | undefined;
  onChange(): void;
};

const LATER_MS = 24 * 60 * 60_000;

/** Says when a newer version may be fetched and installed. Main does it, and trusts the publisher alone. */
export class Updates implements UpdatesService {
  readonly #parts: UpdatesParts;
  #state: UpdateState = NO_UPDATE;
  #fileUrl: string | null = null;
  #checkedAt: string | null = null;
  #isBackingUp = false;

  constructor(parts: UpdatesParts) {
    this.#parts = parts;
  }

  status(): UpdatesStatus {
    const { phase, version } = this.#state;
    const isOffered = phase === 'available' || phase === 'ready';
    return { offered: isOffered && !this.#isPutOff(version) ? version : null, phase };
  }

  overview(): UpdatesOverview {
    const { store, version, sync, askMain } = this.#parts;
    const { serverUrl } = sync();
    return {
      ...this.#state,
      ownVersion: version,
      channel: store.state.updateChannel,
      how: askMain === undefined ? 'by-hand' : 'here',
      fileUrl: this.#fileUrl,
      serverUrl,
      checkedAt: this.#checkedAt,
      laterUntil: store.state.updatePutOff?.until ?? null,
      blocker: this.#blocker(),
      isBackingUp: this.#isBackingUp,
    };
  }

  async check(): Promise<void> {
    const { askMain, clock, store } = this.#parts;
    const serverUrl = this.#mustServer();
    const channel = store.state.updateChannel;
    this.#checkedAt = isoOf(clock.now());
    if (askMain !== undefined) {
      askMain({ what: 'check', feedUrl: feedUrlOf(serverUrl), channel });
      return;
    }
    this.told({ ...NO_UPDATE, phase: 'checking' });
    try {
      const feed = await readFeed(serverUrl, channel);
      const isNewer = feed !== null && compareVersions(feed.version, this.#parts.version) > 0;
      const [file] = feed?.files ?? [];
      this.#fileUrl = isNewer && file !== undefined ? `${feedUrlOf(serverUrl)}${file.url}` : null;
      this.told(
        isNewer
          ? {
              ...NO_UPDATE,
              phase: 'available',
              version: feed.version,
              notes: feed.releaseNotes,
              releasedAt: feed.releaseDate,
            }
          : { ...NO_UPDATE, phase: 'up-to-date' },
      );
    } catch (error) {
      if (!isDomainError(error)) throw error;
      const { message, remedy = '' } = error.details;
      this.told({ ...NO_UPDATE, phase: 'failed', problem: { message, remedy } });
    }
  }

  setChannel(actor: Actor, channel: ReleaseChannel): void {
    const { store, audit } = this.#parts;
    if (store.state.updateChannel === channel) return;
    store.bookkeeping(() => {
      store.state.updateChannel = channel;
    });
    audit.note(actor, { event: 'setting-changed', params: { setting: 'updates.channel', value: channel } });
    this.#parts.onChange();
  }

  download(): void {
    this.#mustMain()({ what: 'download' });
  }

  cancel(): void {
    this.#mustMain()({ what: 'cancel' });
  }

  later(): void {
    const { store, clock, onChange } = this.#parts;
    const { version } = this.#state;
    if (version === null) return;
    store.bookkeeping(() => {
      store.state.updatePutOff = { version, until: isoOf(clock.now() + LATER_MS) };
    });
    onChange();
  }

  async install(actor: Actor): Promise<void> {
    const askMain = this.#mustMain();
    const { version, phase } = this.#state;
    if (phase !== 'ready' || version === null) throw updateError('nothing-ready');
    assertNotBlocked(this.#blocker());
    await this.#backUp();
    // It took a while, and the world went on.
    assertNotBlocked(this.#blocker());
    this.#parts.audit.note(actor, {
      event: 'setting-changed',
      params: { setting: 'version', value: version },
    });
    askMain({ what: 'install' });
  }

  told(state: UpdateState): void {
    this.#state = state;
    this.#parts.onChange();
  }

  async #backUp(): Promise<void> {
    const { backups, onChange } = this.#parts;
    this.#isBackingUp = true;
    onChange();
    try {
      const { state, problem } = await backups.backUpNow();
      if (state === 'done') return;
      const remedy = problem?.remedy;
      throw remedy === undefined ? updateError('not-backed-up') : updateError('backup-failed', { remedy });
    } finally {
      this.#isBackingUp = false;
      onChange();
    }
  }

  #blocker() {
    const { store, clock, sync, jobsRunning } = this.#parts;
    return updateBlocker(store, { nowMs: clock.now(), sync: sync(), jobsRunning: jobsRunning() });
  }

  #isPutOff(version: string | null): boolean {
    const putOff = this.#parts.store.state.updatePutOff;
    return putOff !== undefined && putOff.version === version && msOf(putOff.until) > this.#parts.clock.now();
  }

  #mustServer(): string {
    const { serverUrl } = this.#parts.sync();
    if (serverUrl !== null) return serverUrl;
    throw updateError('no-server');
  }

  #mustMain(): (request: UpdateRequest) => void {
    const { askMain } = this.#parts;
    if (askMain !== undefined) return askMain;
    throw updateError('served-console');
  }
}
