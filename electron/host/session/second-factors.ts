import { createHash, randomBytes, randomInt } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { z } from 'zod';
import type { Person } from '#shared/domains/people/schema.ts';
import {
  RECOVERY_CODES,
  type SecondFactor,
  secondFactor,
  signInPolicy,
} from '#shared/domains/people/sign-in-schema.ts';
import { type QrCode, qrCodeOf } from '../qr-code.ts';
import { connectionOf } from '../store/rx-storage/connection.ts';
import type { Store } from '../store/store.ts';

/** What every authenticator app can do (RFC 6238). */
const PERIOD_SECONDS = 30;
const FORM = { algorithm: 'SHA1', digits: 6, period: PERIOD_SECONDS } as const;
/** Steps that a telephone's clock may be off, either way. */
const DRIFT_STEPS = 1;
const SECRET_BYTES = 20;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** 80 bits: with so many to choose from a plain hash keeps them. */
const RECOVERY_CHARACTERS = 16;

export type NewSecret = {
  readonly secretBase32: string;
  /** What the app scans: `path` draws the dark squares of a square of `size`. */
  readonly qr: QrCode;
  readonly uri: string;
};

/** Codes of authenticator apps, checked with no link. */
export class SecondFactors {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  of(personId: string): SecondFactor | undefined {
    const sql = 'SELECT data FROM second_factor WHERE personId = :personId ORDER BY setAt DESC LIMIT 1';
    return this.#store.records(secondFactor, sql, { personId })[0];
  }

  isNeededBy({ id, role, siteId }: Person): boolean {
    const sql = 'SELECT data FROM sign_in_policy WHERE siteId = :siteId LIMIT 1';
    const [policy] = this.#store.records(signInPolicy, sql, { siteId });
    if (policy === undefined) return false;
    return policy.secondFactorRoles.includes(role) || policy.secondFactorPeople.includes(id);
  }

  /**
   * Whether an app shows this code now, and it was not used at this console before. It opens once: whoever looked
   * over a shoulder is too late.
   */
  spendCode({ personId, secretBase32 }: SecondFactor, code: string, nowMs: number): boolean {
    const step = stepOf(secretBase32, code, nowMs);
    if (step === undefined || step <= this.#lastStep(personId)) return false;
    connectionOf(this.#store.db)
      .statement(
        `INSERT INTO second_factor_step (personId, step) VALUES (?, ?)
         ON CONFLICT (personId) DO UPDATE SET step = excluded.step`,
      )
      .run(personId, step);
    return true;
  }

  #lastStep(personId: string): number {
    const sql = 'SELECT step FROM second_factor_step WHERE personId = :personId';
    return this.#store.get(z.object({ step: z.int() }), sql, { personId })?.step ?? -1;
  }
}

/** The time step whose code this is; undefined for a wrong one. */
export function stepOf(secretBase32: string, code: string, nowMs: number): number | undefined {
  const totp = new TOTP({ ...FORM, secret: Secret.fromBase32(secretBase32) });
  const off = totp.validate({ token: code.replaceAll(' ', ''), timestamp: nowMs, window: DRIFT_STEPS });
  return off === null ? undefined : Math.floor(nowMs / 1000 / PERIOD_SECONDS) + off;
}

export async function newSecret(label: string, issuer: string): Promise<NewSecret> {
  const { buffer } = new Uint8Array(randomBytes(SECRET_BYTES));
  const secret = new Secret({ buffer });
  const uri = new TOTP({ ...FORM, secret, label, issuer }).toString();
  return { secretBase32: secret.base32, uri, qr: await qrCodeOf(uri) };
}

/** For the day on which the telephone is lost: shown once, kept as hashes. */
export function newRecoveryCodes(personId: string): { codes: string[]; hashes: string[] } {
  const codes = Array.from({ length: RECOVERY_CODES }, () =>
    Array.from({ length: RECOVERY_CHARACTERS }, () => BASE32[randomInt(BASE32.length)]).join(''),
  );
  return {
    codes: codes.map((code) => code.replace(/(.{4})(?=.)/g, '$1-')),
    hashes: codes.map((code) => recoveryHash(personId, code)),
  };
}

export function recoveryHash(personId: string, code: string): string {
  const plain = code.toUpperCase().replace(/[^A-Z2-7]/g, '');
  return createHash('sha256').update(`fairlead/recovery/1\n${personId}\n${plain}`).digest('hex');
}
