import { incident } from '#shared/domains/incidents/schema.ts';
import { ownSchemas } from '#shared/sync/schemas.ts';
import type { SimDevice } from './sim-device.ts';

/**
 * Which version of incidents the programs of the company know. The shape is the same in all of them; what is tried
 * is how versions that do not fit are dealt with.
 */
export class Programs {
  readonly #first = incident.version;
  readonly #ahead = new Set<SimDevice>();
  #isServerAhead = false;

  /** This console is updated before the server, against the rule. */
  updateDevice(device: SimDevice): void {
    this.#ahead.add(device);
  }

  /** By the rule: the server first, consoles later. */
  updateServer(): void {
    this.#isServerAhead = true;
    setVersion(this.#first + 1);
  }

  updateAll(): void {
    if (this.#ahead.size === 0 && !this.#isServerAhead) return;
    this.updateServer();
    Object.assign(ownSchemas(), { [incident.kind]: this.#first + 1 });
  }

  /** Does something with the program of a console. */
  on(device: SimDevice, work: () => void): void {
    if (!this.#ahead.has(device) || this.#isServerAhead) {
      work();
      return;
    }
    setVersion(this.#first + 1);
    try {
      work();
    } finally {
      setVersion(this.#first);
    }
  }

  close(): void {
    setVersion(this.#first);
    Object.assign(ownSchemas(), { [incident.kind]: this.#first });
  }
}

/** A version is a constant of a program; here one process is the program of everybody. */
function setVersion(version: number): void {
  Object.assign(incident, { version });
}
