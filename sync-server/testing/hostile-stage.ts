import { expect } from 'vitest';
import { LANES } from '#shared/sync/entry.ts';
import { writeExchangeFile } from '#shared/sync/exchange-file.ts';
import { sha256 } from '../crypto.ts';
import { type Answer, refusalOf, type TestDevice } from './test-device.ts';
import { TestServer } from './test-server.ts';
import { type Persona, reportIncident, signUp } from './work.ts';

type Cast = {
  readonly server: TestServer;
  readonly device: TestDevice;
  readonly master: Persona;
  readonly other: TestDevice;
  readonly otherMaster: Persona;
  readonly otherIncident: string;
};

export const OCTETS = { 'content-type': 'application/octet-stream' } as const;

/** A server with two ships, the console of one of which somebody with ill intent has taken over. */
export class HostileStage {
  readonly server: TestServer;
  /** Of the ship Aurora, taken over. */
  readonly device: TestDevice;
  readonly master: Persona;
  /** Of the ship Borealis. */
  readonly other: TestDevice;
  readonly otherMaster: Persona;
  readonly otherIncident: string;

  static async start(): Promise<HostileStage> {
    const server = await TestServer.start();
    const [device, other] = [await server.enrolled('AUR'), await server.enrolled('BOR')];
    const [master, otherMaster] = [await signUp(device), await signUp(other)];
    const otherIncident = reportIncident(other, otherMaster);
    await other.exchange();
    return new HostileStage({ server, device, master, other, otherMaster, otherIncident });
  }

  private constructor({ server, device, master, other, otherMaster, otherIncident }: Cast) {
    this.server = server;
    this.device = device;
    this.master = master;
    this.other = other;
    this.otherMaster = otherMaster;
    this.otherIncident = otherIncident;
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  /** Everything that the server knows of people's work. What it notes of requests themselves is left out. */
  dump() {
    return this.server.inStorage(async (tx) => {
      const devices = (await tx.devices()).map(
        ({ requestCounter: _counter, seenAtMs: _seen, ...rest }) => rest,
      );
      const page = { siteIds: 'all', after: 0, upTo: Number.MAX_SAFE_INTEGER, rowsMax: 10_000 } as const;
      const records = [];
      for (const lane of LANES) records.push(...(await tx.recordsAfter({ ...page, lane })));
      const entries = [];
      for (const { id } of devices) {
        entries.push(
          await tx.entriesBetween(id, { fromSeq: 1, toSeq: Number.MAX_SAFE_INTEGER, rowsMax: 10_000 }),
        );
      }
      return { organisation: await tx.organisation(), devices, records, entries };
    });
  }

  async records(): Promise<unknown> {
    return (await this.dump()).records;
  }

  /** Refused, and nothing whatever has changed. */
  async expectNothing(attack: () => Promise<Answer>, refusal: { status: number; code: string }) {
    const before = await this.dump();
    expect(refusalOf(await attack())).toMatchObject(refusal);
    expect(await this.dump()).toEqual(before);
  }

  /** An exchange as a file, from the console that was taken over. */
  fileOf(body: Uint8Array): Uint8Array {
    const { id, epoch, view, cursors, since, began, echo } = this.device;
    const asked = { epoch, view, cursors, since, began, echo, lanes: [...LANES] };
    const header = { deviceId: id, madeAtMs: this.server.clock.now(), asked };
    return writeExchangeFile({ kind: 'request', header, body }, sha256, (text) =>
      Buffer.from(this.device.sign(text), 'hex'),
    );
  }
}
