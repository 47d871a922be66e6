/**
 * What `verify.html` does with a pack; uses the functions of shared/audit/verifier/plain-crypto.ts. The rules are those of
 * shared/audit/pack-format.ts.
 */
export const VERIFY_SCRIPT = String.raw`
class Unreadable extends Error {}

const FORMAT = 'fairlead-pack/1';

async function hashOf(bytes) {
  const subtle = globalThis.crypto && globalThis.crypto.subtle;
  return hexOf(subtle === undefined ? sha256(bytes) : new Uint8Array(await subtle.digest('SHA-256', bytes)));
}

/** Bytes of a ZIP by name, as its list of contents has them. */
async function unzip(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end -= 1;
  if (end < 0) throw new Unreadable('This is not a whole ZIP.');
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const files = new Map();
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50) throw new Unreadable('The ZIP is damaged.');
    const [method, size, local] = [view.getUint16(at + 10, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)];
    const lengths = [28, 30, 32].map((place) => view.getUint16(at + place, true));
    const name = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(at + 46, at + 46 + lengths[0]));
    if (local + 30 > at || view.getUint32(local, true) !== 0x04034b50) throw new Unreadable('The ZIP is damaged.');
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    if (files.has(name)) throw new Unreadable('The ZIP holds ' + name + ' twice.');
    if (!name.endsWith('/')) files.set(name, await inflated(bytes.subarray(start, start + size), method));
    at += 46 + lengths[0] + lengths[1] + lengths[2];
  }
  return files;
}

async function inflated(bytes, method) {
  if (method === 0) return bytes;
  if (method !== 8 || globalThis.DecompressionStream === undefined) {
    throw new Unreadable('This browser can’t unpack it: unpack it and choose the folder.');
  }
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function textOf(files, name) {
  const bytes = files.get(name);
  if (bytes === undefined) throw new Unreadable(name + ' is missing: this is not a whole pack.');
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/** { state: 'valid' | 'bad', message, faults: [{ name, what }], manifest } */
async function verifyPack(files) {
  let manifest;
  try {
    const text = textOf(files, 'manifest.json');
    const signature = bytesOf(textOf(files, 'manifest.sig').trim(), 64);
    try {
      manifest = JSON.parse(text);
    } catch {
      throw new Unreadable('manifest.json was altered: it is not readable.');
    }
    if (manifest === null || manifest.format !== FORMAT) throw new Unreadable('manifest.json is none of a known format.');
    const faults = await faultsOf(files, manifest, text, signature);
    const count = manifest.files.length;
    const message =
      faults.length === 0
        ? 'Valid: ' + count + ' files are as the console signed them.'
        : 'Altered: ' + faults.map(({ name }) => name).join(', ') + '.';
    return { state: faults.length === 0 ? 'valid' : 'bad', message, faults, manifest };
  } catch (error) {
    if (!(error instanceof Unreadable) && !(error instanceof TypeError)) throw error;
    return { state: 'bad', message: error.message, faults: [], manifest };
  }
}

async function faultsOf(files, manifest, text, signature) {
  const faults = [];
  const { deviceId, publicKey } = manifest.console;
  const key = bytesOf(publicKey, 32);
  const message = utf8('fairlead/pack/1/' + deviceId + '/' + (await hashOf(files.get('manifest.json'))));
  if (key === undefined || signature === undefined || !(await isSigned(key, signature, message))) {
    faults.push({ name: 'manifest.json', what: 'the named console did not sign this list' });
  }
  const listed = new Set(['manifest.json', 'manifest.sig', 'SHA256SUMS']);
  for (const { name, sha256: told } of manifest.files) {
    listed.add(name);
    const bytes = files.get(name);
    if (bytes === undefined) faults.push({ name, what: 'it is missing' });
    else if ((await hashOf(bytes)) !== told) faults.push({ name, what: 'it is not the file that was signed' });
  }
  for (const name of files.keys()) if (!listed.has(name)) faults.push({ name, what: 'it was added later' });
  const sums = files.get('SHA256SUMS');
  const expected = manifest.files.map(({ name, sha256: told }) => told + '  ' + name + '\n').join('');
  if (sums === undefined || textOf(files, 'SHA256SUMS') !== expected) {
    faults.push({ name: 'SHA256SUMS', what: 'it is not what the list says' });
  }
  return faults;
}

globalThis.verifyPack = verifyPack;
globalThis.unzip = unzip;

function listed(element, rows, make) {
  element.replaceChildren(...rows.flatMap(make));
}

function made(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

function shown({ state, message, faults, manifest }) {
  const verdict = document.getElementById('verdict');
  verdict.hidden = false;
  verdict.dataset.state = state;
  verdict.textContent = message;
  listed(document.getElementById('faults'), faults, ({ name, what }) => [made('li', name + ': ' + what)]);
  if (manifest === undefined || manifest === null || manifest.console === undefined) return;
  const { seq, hash } = manifest.journal;
  const witness = manifest.witness;
  const rows = [
    ['Pack', manifest.title],
    ['Made', manifest.madeAt + ' by ' + manifest.author + ', ' + manifest.site],
    ['Console', manifest.console.deviceId],
    ['Key', manifest.console.publicKey],
    ['Journal then', 'entry ' + seq + ', ' + hash],
    ['Countersigned', witness === null ? 'by no server' : 'entry ' + witness.seq + ' by server key ' + witness.serverKey],
    ['Not in the pack', manifest.missing.map(({ name }) => name).join(', ') || '–'],
  ];
  listed(document.getElementById('facts'), rows, ([name, value]) => [made('dt', name), made('dd', value)]);
}

async function check(read) {
  try {
    shown(await verifyPack(await read()));
  } catch (error) {
    shown({ state: 'bad', message: 'This can’t be read (' + error.message + ').', faults: [], manifest: undefined });
  }
}

const zipOf = (file) => async () => unzip(new Uint8Array(await file.arrayBuffer()));
const folderOf = (chosen) => async () => {
  const files = new Map();
  for (const file of chosen) {
    const name = file.webkitRelativePath.split('/').slice(1).join('/');
    files.set(name, new Uint8Array(await file.arrayBuffer()));
  }
  return files;
};

if (globalThis.document !== undefined) {
  const drop = document.getElementById('drop');
  document.getElementById('file').addEventListener('change', ({ target }) => {
    if (target.files[0] !== undefined) void check(zipOf(target.files[0]));
  });
  document.getElementById('folder').addEventListener('change', ({ target }) => void check(folderOf([...target.files])));
  for (const name of ['dragover', 'drop']) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      const file = event.dataTransfer && event.dataTransfer.files[0];
      if (name === 'drop' && file) void check(zipOf(file));
    });
  }
}
`;
