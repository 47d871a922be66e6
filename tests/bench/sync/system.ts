import type { ShapingProxy } from './shaping-proxy.ts';
import type { Change, Document } from './workload.ts';

/** A system that is measured: one server, and devices with a link each. */
export type SyncSystem = {
  readonly name: string;
  /** A device that holds nothing yet. Its link is clean; shape it when what is measured begins. */
  device(name: string): Promise<SyncDevice>;
  /** How many changes and new documents the server has taken from devices. */
  taken(): Promise<number>;
  close(): Promise<void>;
};

export type SyncDevice = {
  readonly link: ShapingProxy;
  /** Made while the device has no link: nothing is sent. */
  insert(documents: readonly Document[]): Promise<void>;
  change(changes: readonly Change[]): Promise<void>;
  /** Link up, and until both sides have all of each other's; rejects when the link fails. Ends without link. */
  sync(): Promise<void>;
  /** The same for a device that has made no changes, by the shortest way its system has. */
  pull(): Promise<void>;
  /** A device that has nothing to send asks whether there is news, and there is none. */
  poll(): Promise<void>;
  /** Every field that is measured: `place` by id. */
  places(): Promise<ReadonlyMap<string, string>>;
  close(): Promise<void>;
};
