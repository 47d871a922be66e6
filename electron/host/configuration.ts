import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { readDeliverySettings } from '#shared/delivery/settings.ts';
import { systemClock } from './clock/system-clock.ts';
import { testClock } from './clock/test-clock.ts';
import type { HostOptions } from './compose.ts';
import { hostLog } from './host-log.ts';
import { LinkClass } from './sync/link-class.ts';

/** What a host is told from outside, however it is started. */
const Environment = z.object({
  FAIRLEAD_DATA_DIR: z.string().min(1),
  FAIRLEAD_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  FAIRLEAD_SQLITE_NATIVE: z.string().min(1).optional(),
  FAIRLEAD_TEST_CLOCK_FILE: z.string().min(1).optional(),
  /** A console that has no site yet joins by itself: for machines that are set up before they go on board. */
  FAIRLEAD_JOIN_URL: z.string().default(''),
  FAIRLEAD_JOIN_CODE: z.string().default(''),
  FAIRLEAD_DEVICE_NAME: z.string().default('Console'),
  /** Where it is given, it beats what people set under Retention. */
  FAIRLEAD_ARCHIVE_AFTER_DAYS: z.coerce.number().int().min(1).max(36_500).optional(),
  /** What a byte costs on the link this console has at the start. */
  FAIRLEAD_LINK_CLASS: LinkClass.default('broadband'),
  FAIRLEAD_VERSION: z.string().default('0.1.0'),
});

export type Configuration = Omit<HostOptions, 'onNotice'>;

/** Reads the environment, makes the data folder and the log. Throws a ZodError that names the variable. */
export function readConfiguration(environment: NodeJS.ProcessEnv): Configuration {
  const parsed = Environment.parse(environment);
  const dataFolder = path.resolve(parsed.FAIRLEAD_DATA_DIR);
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const log = hostLog(parsed.FAIRLEAD_LOG_LEVEL);
  const isJoining = parsed.FAIRLEAD_JOIN_URL !== '' && parsed.FAIRLEAD_JOIN_CODE !== '';
  const clockFile = parsed.FAIRLEAD_TEST_CLOCK_FILE;
  if (clockFile !== undefined) log.warn({ clockFile }, 'a test holds the clock of this console');
  return {
    dataFolder,
    version: parsed.FAIRLEAD_VERSION,
    clock: clockFile === undefined ? systemClock() : testClock(clockFile),
    log,
    linkClass: parsed.FAIRLEAD_LINK_CLASS,
    ...(parsed.FAIRLEAD_ARCHIVE_AFTER_DAYS === undefined
      ? {}
      : { archiveAfterDays: parsed.FAIRLEAD_ARCHIVE_AFTER_DAYS }),
    deliverySettings: readDeliverySettings(environment),
    ...(isJoining
      ? {
          joinOnStart: {
            serverUrl: parsed.FAIRLEAD_JOIN_URL,
            code: parsed.FAIRLEAD_JOIN_CODE,
            deviceName: parsed.FAIRLEAD_DEVICE_NAME,
          },
        }
      : {}),
    ...(parsed.FAIRLEAD_SQLITE_NATIVE === undefined ? {} : { sqliteNative: parsed.FAIRLEAD_SQLITE_NATIVE }),
  };
}
