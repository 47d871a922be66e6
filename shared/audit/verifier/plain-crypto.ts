/**
 * SHA-2 and Ed25519 of the pages that check what was exported, as text: such a page must work in a browser that has
 * neither, and has nothing to load them from.
 */
export const PLAIN_CRYPTO = String.raw`const encoder = new TextEncoder();
const utf8 = (text) => encoder.encode(text);

// ---- Bytes and hashes -------------------------------------------------------------------------------

function hexOf(bytes) {
  let hex = '';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return hex;
}

function bytesOf(hex, length) {
  if (typeof hex !== 'string' || hex.length !== length * 2 || !/^[0-9a-f]*$/.test(hex)) return undefined;
  const bytes = new Uint8Array(length);
  for (let index = 0; index < length; index += 1) bytes[index] = parseInt(hex.substr(index * 2, 2), 16);
  return bytes;
}

function joined(...parts) {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function primes(count) {
  const found = [];
  for (let candidate = 2; found.length < count; candidate += 1) {
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate);
  }
  return found;
}

/** The first bits of the fraction of a root, of the wanted degree: where SHA-2 has its constants from. */
function rootBits(prime, degree, bits) {
  const wanted = BigInt(prime) << (BigInt(bits) * BigInt(degree));
  let low = 0n;
  let high = 1n << BigInt(bits + 5);
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** BigInt(degree) <= wanted) low = middle;
    else high = middle;
  }
  return low & ((1n << BigInt(bits)) - 1n);
}

const START_256 = primes(8).map((prime) => Number(rootBits(prime, 2, 32)));
const ROUND_256 = primes(64).map((prime) => Number(rootBits(prime, 3, 32)));

/** FIPS 180-4, written out: an entry takes several, and asking the browser for each takes much longer. */
function sha256(bytes) {
  const state = Int32Array.from(START_256);
  const blocks = padded(bytes, 64);
  const view = new DataView(blocks.buffer);
  const w = new Int32Array(64);
  const right = (x, n) => (x >>> n) | (x << (32 - n));
  for (let at = 0; at < blocks.length; at += 64) {
    for (let i = 0; i < 16; i += 1) w[i] = view.getInt32(at + i * 4);
    for (let i = 16; i < 64; i += 1) {
      const s0 = right(w[i - 15], 7) ^ right(w[i - 15], 18) ^ (w[i - 15] >>> 3);
      const s1 = right(w[i - 2], 17) ^ right(w[i - 2], 19) ^ (w[i - 2] >>> 10);
      w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i += 1) {
      const s1 = right(e, 6) ^ right(e, 11) ^ right(e, 25);
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUND_256[i] + w[i]) | 0;
      const s0 = right(a, 2) ^ right(a, 13) ^ right(a, 22);
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, index) => {
      state[index] = (state[index] + word) | 0;
    });
  }
  const out = new DataView(new ArrayBuffer(32));
  state.forEach((word, index) => out.setInt32(index * 4, word));
  return new Uint8Array(out.buffer);
}

function padded(bytes, block) {
  const lengthBytes = block / 8;
  const total = Math.ceil((bytes.length + 1 + lengthBytes) / block) * block;
  const blocks = new Uint8Array(total);
  blocks.set(bytes);
  blocks[bytes.length] = 0x80;
  new DataView(blocks.buffer).setBigUint64(total - 8, BigInt(bytes.length) * 8n);
  return blocks;
}

const MASK = (1n << 64n) - 1n;

function sha512(bytes) {
  const round = primes(80).map((prime) => rootBits(prime, 3, 64));
  const state = primes(8).map((prime) => rootBits(prime, 2, 64));
  const blocks = padded(bytes, 128);
  const view = new DataView(blocks.buffer);
  const right = (x, n) => ((x >> n) | (x << (64n - n))) & MASK;
  for (let at = 0; at < blocks.length; at += 128) {
    const w = [];
    for (let i = 0; i < 16; i += 1) w.push(view.getBigUint64(at + i * 8));
    for (let i = 16; i < 80; i += 1) {
      const s0 = right(w[i - 15], 1n) ^ right(w[i - 15], 8n) ^ (w[i - 15] >> 7n);
      const s1 = right(w[i - 2], 19n) ^ right(w[i - 2], 61n) ^ (w[i - 2] >> 6n);
      w.push((w[i - 16] + s0 + w[i - 7] + s1) & MASK);
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 80; i += 1) {
      const s1 = right(e, 14n) ^ right(e, 18n) ^ right(e, 41n);
      const t1 = (h + s1 + ((e & f) ^ (~e & MASK & g)) + round[i] + w[i]) & MASK;
      const s0 = right(a, 28n) ^ right(a, 34n) ^ right(a, 39n);
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) & MASK;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) & MASK, c, b, a, (t1 + t2) & MASK];
    }
    [a, b, c, d, e, f, g, h].forEach((word, index) => {
      state[index] = (state[index] + word) & MASK;
    });
  }
  const out = new DataView(new ArrayBuffer(64));
  state.forEach((word, index) => out.setBigUint64(index * 8, word));
  return new Uint8Array(out.buffer);
}

// ---- Ed25519 (RFC 8032), for browsers whose WebCrypto has none ------------------------------------------

const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const mod = (value) => ((value % P) + P) % P;

function power(base, exponent) {
  let result = 1n;
  for (let square = mod(base); exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * square) % P;
    square = (square * square) % P;
  }
  return result;
}

const D = mod(-121665n * power(121666n, P - 2n));
const ROOT = power(2n, (P - 1n) / 4n);

function littleEndian(bytes) {
  return bytes.reduceRight((sum, byte) => (sum << 8n) + BigInt(byte), 0n);
}

/** The point that 32 bytes stand for, in extended coordinates; undefined where there is none. */
function pointOf(bytes) {
  const number = littleEndian(bytes);
  const y = number & ((1n << 255n) - 1n);
  if (y >= P) return undefined;
  const u = mod(y * y - 1n);
  const v = mod(D * y * y + 1n);
  let x = mod(u * power(v, 3n) * power(u * power(v, 7n), (P - 5n) / 8n));
  if (mod(v * x * x) === mod(-u)) x = mod(x * ROOT);
  if (mod(v * x * x) !== u) return undefined;
  const sign = number >> 255n;
  if (x === 0n && sign === 1n) return undefined;
  if ((x & 1n) !== sign) x = P - x;
  return [x, y, 1n, mod(x * y)];
}

function added([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = mod((y1 - x1) * (y2 - x2));
  const b = mod((y1 + x1) * (y2 + x2));
  const c = mod(2n * t1 * t2 * D);
  const d = mod(2n * z1 * z2);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function times(point, factor) {
  let result = [0n, 1n, 1n, 0n];
  for (let double = point; factor > 0n; factor >>= 1n) {
    if (factor & 1n) result = added(result, double);
    double = added(double, double);
  }
  return result;
}

const BASE_Y = mod(4n * power(5n, P - 2n));
function basePoint() {
  const bytes = new Uint8Array(32);
  for (let index = 0, rest = BASE_Y; index < 32; index += 1, rest >>= 8n) bytes[index] = Number(rest & 255n);
  return pointOf(bytes);
}

function isSignedPlain(publicKey, signature, message) {
  const key = pointOf(publicKey);
  const r = pointOf(signature.subarray(0, 32));
  const s = littleEndian(signature.subarray(32));
  if (key === undefined || r === undefined || s >= L) return false;
  const k = littleEndian(sha512(joined(signature.subarray(0, 32), publicKey, message))) % L;
  const left = times(basePoint(), s);
  const right = added(r, times(key, k));
  return mod(left[0] * right[2]) === mod(right[0] * left[2]) && mod(left[1] * right[2]) === mod(right[1] * left[2]);
}

async function isSigned(publicKey, signature, message) {
  const subtle = globalThis.crypto?.subtle;
  let key;
  try {
    key = await subtle?.importKey('raw', publicKey, { name: 'Ed25519' }, false, ['verify']);
  } catch {
    // This browser has no Ed25519, or the key is none; the plain way decides.
    key = undefined;
  }
  if (key === undefined) return isSignedPlain(publicKey, signature, message);
  return subtle.verify({ name: 'Ed25519' }, key, signature, message);
}
`;
