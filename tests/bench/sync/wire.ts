export type LinkShape = { readonly roundTripMs: number; readonly bitsPerSecond: number };

/** Small enough that a short message does not wait long behind a long one. */
const PIECE_BYTES = 256;
const BITS = 8;

type Piece = { readonly bytes: Buffer | 'end'; readonly deliver: (bytes: Buffer | 'end') => void };
type Waiting = { readonly pieces: Piece[] };

/**
 * One direction of a link: bytes leave at its rate, a piece of each connection in turn, and arrive after half
 * a round trip. What lay in a connection that was dropped is gone and was not carried.
 */
export class Wire {
  readonly #queues = new Map<object, Waiting>();
  readonly #flying: { readonly at: number; readonly owner: object; readonly piece: Piece }[] = [];
  #shape: LinkShape;
  #freeAtMs = 0;
  #isSending = false;
  #carriedBytes = 0;

  constructor(shape: LinkShape) {
    this.#shape = shape;
  }

  set shape(shape: LinkShape) {
    this.#shape = shape;
  }

  send(owner: object, bytes: Buffer | 'end', deliver: Piece['deliver']): void {
    const queue = this.#queues.get(owner) ?? { pieces: [] };
    this.#queues.set(owner, queue);
    if (bytes === 'end' || this.#shape.bitsPerSecond === Number.POSITIVE_INFINITY) {
      queue.pieces.push({ bytes, deliver });
    } else {
      for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
        queue.pieces.push({ bytes: bytes.subarray(at, at + PIECE_BYTES), deliver });
      }
    }
    this.#sendNext();
  }

  drop(owner: object): void {
    this.#queues.delete(owner);
    for (let at = this.#flying.length - 1; at >= 0; at -= 1) {
      if (this.#flying[at]?.owner === owner) this.#flying.splice(at, 1);
    }
  }

  takeCarriedBytes(): number {
    const bytes = this.#carriedBytes;
    this.#carriedBytes = 0;
    return bytes;
  }

  #sendNext(): void {
    while (!this.#isSending) {
      const next = this.#takeNext();
      if (next === undefined) return;
      const { owner, piece } = next;
      const size = piece.bytes === 'end' ? 0 : piece.bytes.length;
      const nowMs = performance.now();
      this.#freeAtMs = Math.max(nowMs, this.#freeAtMs) + (size * BITS * 1_000) / this.#shape.bitsPerSecond;
      if (this.#freeAtMs - nowMs < 1) {
        this.#carry(owner, piece, size);
        continue;
      }
      this.#isSending = true;
      setTimeout(() => {
        this.#isSending = false;
        if (this.#queues.has(owner)) this.#carry(owner, piece, size);
        this.#sendNext();
      }, this.#freeAtMs - nowMs);
    }
  }

  /** The connection goes to the end of the row. */
  #takeNext(): { owner: object; piece: Piece } | undefined {
    for (const [owner, queue] of this.#queues) {
      const piece = queue.pieces.shift();
      if (piece === undefined) continue;
      this.#queues.delete(owner);
      this.#queues.set(owner, queue);
      return { owner, piece };
    }
    return undefined;
  }

  #carry(owner: object, piece: Piece, size: number): void {
    this.#carriedBytes += size;
    const delayMs = this.#shape.roundTripMs / 2;
    if (delayMs === 0 && this.#flying.length === 0) {
      piece.deliver(piece.bytes);
      return;
    }
    this.#flying.push({ at: performance.now() + delayMs, owner, piece });
    setTimeout(() => this.#land(), delayMs);
  }

  /** In order, however timers are rounded: whatever is due, from the front. */
  #land(): void {
    const nowMs = performance.now() + 1;
    while (this.#flying[0] !== undefined && this.#flying[0].at <= nowMs) {
      const landed = this.#flying.shift();
      landed?.piece.deliver(landed.piece.bytes);
    }
  }
}
