import { isDomainError } from '#shared/kernel/errors.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Storage } from '../storage/storage.ts';

/** The same storage, with its transactions timed and its failures counted. */
export function observedStorage(storage: Storage, metrics: Metrics): Storage {
  const timed = async <T>(operation: string, work: () => Promise<T>): Promise<T> => {
    const startedAtMs = performance.now();
    try {
      return await work();
    } catch (error) {
      // A refusal is the program's own answer; the database did its part.
      if (!isDomainError(error)) metrics.storageFailed(codeOf(error));
      throw error;
    } finally {
      metrics.stored(operation, performance.now() - startedAtMs);
    }
  };
  return new Proxy(storage, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== 'function') return value;
      const call = (...parameters: unknown[]): unknown => Reflect.apply(value, target, parameters);
      if (property !== 'transaction' && property !== 'check') return call;
      return (...parameters: unknown[]) => timed(property, async () => call(...parameters));
    },
  });
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return 'none';
  return String(error.code).slice(0, 40);
}
