import { createPrivateKey, hkdfSync, type KeyObject, X509Certificate } from 'node:crypto';
import fs from 'node:fs';
import { messageOf } from '#shared/kernel/errors.ts';
import { operationsError } from './errors.ts';

export type TlsFiles = { readonly certificateFile: string; readonly keyFile: string };

/** What an HTTPS server is started with, and given again when its certificate changes. */
export type TlsMaterial = {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly minVersion: 'TLSv1.3';
  readonly ticketKeys: Buffer;
  readonly sessionTimeout: number;
};

/** The longest that TLS 1.3 allows: a ship that calls once a week still resumes, which saves 2 to 4 KB. */
const SESSION_SECONDS = 7 * 24 * 60 * 60;
const TICKET_KEYS_BYTES = 48;

/** Reads and checks certificate and key; throws what is wrong with which file. */
export function readTls({ certificateFile, keyFile }: TlsFiles, nowMs: number): TlsMaterial {
  const cert = read(certificateFile, '--tls-cert');
  const key = read(keyFile, '--tls-key');
  const certificate = parse(certificateFile, '--tls-cert', () => new X509Certificate(cert));
  const privateKey = parse(keyFile, '--tls-key', () => createPrivateKey(key));
  if (!certificate.checkPrivateKey(privateKey)) {
    throw operationsError('tls-key-of-another', { keyFile, certificateFile });
  }
  if (Date.parse(certificate.validTo) <= nowMs) {
    throw operationsError('tls-certificate-ended', { certificateFile, endedOn: certificate.validTo });
  }
  return {
    cert,
    key,
    minVersion: 'TLSv1.3',
    ticketKeys: ticketKeysOf(privateKey),
    sessionTimeout: SESSION_SECONDS,
  };
}

/**
 * Replicas with the same certificate, and a server that was restarted, must be able to resume each other's
 * sessions: what seals the tickets is drawn from the certificate's key. TLS 1.3 resumes with a fresh
 * Diffie-Hellman exchange, so a key that leaks later opens no past connection.
 */
function ticketKeysOf(key: KeyObject): Buffer {
  const secret = key.export({ format: 'der', type: 'pkcs8' });
  return Buffer.from(hkdfSync('sha256', secret, '', 'fairlead/tls-tickets/1', TICKET_KEYS_BYTES));
}

function read(file: string, option: string): Buffer {
  try {
    return fs.readFileSync(file);
  } catch (error) {
    throw operationsError('tls-file-unreadable', { option, file, fault: messageOf(error) });
  }
}

function parse<T>(file: string, option: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw operationsError('tls-file-not-pem', { option, file, fault: messageOf(error) });
  }
}
