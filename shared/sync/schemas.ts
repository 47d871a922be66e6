import { domains } from '../domains/registry.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';

/** Which version of each kind a program knows. */
export type SchemaTable = { readonly [kind: string]: number };

/** What this program knows. */
export function ownSchemas(): SchemaTable {
  return own;
}

const own: SchemaTable = Object.fromEntries(
  domains.flatMap((domain) => domain.entities.map(({ kind, version }) => [kind, version])),
);

/** Short name of a table. */
export function schemasId(table: SchemaTable): string {
  return shortHash(canonicalJson(table));
}

const FNV_OFFSET = 0xcbf29ce484222325n;
const FNV_PRIME = 0x100000001b3n;
const CHARACTERS = 11;

/** FNV-1a, 64 bits: tells texts apart that nobody chose with ill intent. */
export function shortHash(text: string): string {
  let hash = FNV_OFFSET;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * FNV_PRIME);
  }
  return hash.toString(36).slice(0, CHARACTERS);
}
