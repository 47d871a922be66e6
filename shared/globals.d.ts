/** What every environment of this program has (Node, browser, worker) and the ES library does not list. */
declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
  encodeInto(text: string, bytes: Uint8Array): { read: number; written: number };
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean });
  decode(bytes: Uint8Array, options?: { stream?: boolean }): string;
}

/** Base64 text to one character per byte: in Node and in every browser. */
declare function atob(base64: string): string;
/** The other way. */
declare function btoa(bytes: string): string;
/** The other way; every character must be below 256. */
declare function btoa(characters: string): string;

declare class URL {
  constructor(url: string, base?: string);
  readonly href: string;
  readonly protocol: string;
  static canParse(url: string, base?: string): boolean;
}

interface AbortSignal {
  readonly aborted: boolean;
}
declare const AbortSignal: { timeout(delayMs: number): AbortSignal };

interface Response {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: AsyncIterable<Uint8Array> | null;
}
declare function fetch(
  url: string,
  request: {
    method: string;
    headers: { readonly [name: string]: string };
    body: Uint8Array<ArrayBuffer>;
    redirect: 'manual';
    signal: AbortSignal;
  },
): Promise<Response>;

interface CryptoKey {
  readonly type: string;
}
declare const crypto: {
  readonly subtle: {
    importKey(
      format: 'raw',
      bytes: Uint8Array<ArrayBuffer>,
      algorithm: { name: string; hash: string },
      isExtractable: boolean,
      uses: ('sign' | 'verify')[],
    ): Promise<CryptoKey>;
    sign(algorithm: string, key: CryptoKey, bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>;
    verify(
      algorithm: string,
      key: CryptoKey,
      signature: Uint8Array<ArrayBuffer>,
      bytes: Uint8Array<ArrayBuffer>,
    ): Promise<boolean>;
  };
};
