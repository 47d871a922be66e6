import vm from 'node:vm';
import { must } from '#shared/kernel/assert.ts';

/** What the script of a page that checks something offers, run as a browser runs it; without WebCrypto if that is asked. */
export function offeredBy(html: string, { hasWebCrypto = true } = {}): object {
  const script = must(/<script>([\s\S]*)<\/script>/.exec(html)?.[1], 'the script of the page');
  const context = vm.createContext({
    crypto: hasWebCrypto ? globalThis.crypto : undefined,
    TextEncoder,
    TextDecoder,
    Uint8Array,
    Int32Array,
    DataView,
    ArrayBuffer,
    Map,
    Set,
    TypeError,
  });
  vm.runInContext(script, context);
  return context;
}
