import { randomBytes } from 'node:crypto';

const BINARY_AND_LAST = 0x82;
const MASKED = 0x80;
const LENGTH_16_BIT = 126;
const LENGTH_7_BIT_MAX = 125;
const LENGTH_16_BIT_MAX = 0xffff;
const MASK_BYTES = 4;

/**
 * A WebSocket frame up (RFC 6455, 5.2), for what is sent right behind the request to open a connection, before the
 * library would send anything. Masked as that asks: whoever takes it for a request can't be made to read one in it.
 */
export function openingFrame(payload: Uint8Array, mask: Uint8Array = randomBytes(MASK_BYTES)): Uint8Array {
  const { length } = payload;
  if (length > LENGTH_16_BIT_MAX) throw new Error(`${length} bytes are too much for a first message`);
  const lengthBytes = length > LENGTH_7_BIT_MAX ? [LENGTH_16_BIT, length >> 8, length & 0xff] : [length];
  const [first = 0, ...rest] = lengthBytes;
  const head = Uint8Array.of(BINARY_AND_LAST, MASKED | first, ...rest, ...mask);
  const frame = new Uint8Array(head.length + length);
  frame.set(head);
  payload.forEach((byte, at) => {
    frame[head.length + at] = byte ^ (mask[at % MASK_BYTES] ?? 0);
  });
  return frame;
}
