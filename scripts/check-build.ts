import fs from 'node:fs';
import path from 'node:path';
import { inProject } from './lib/project.ts';

/** Addresses that name a standard, point a developer to an explanation, or show a person the form of one. */
const NAMES_NOT_LOADED = [
  'http://www.w3.org/',
  'https://json-schema.org/',
  'http://json-schema.org/',
  'https://react.dev/errors/',
  'https://mantine.dev/',
  'https://sync.example.com',
  'https://gateway.example.com',
];
const ADDRESS = /https?:\/\/[a-z0-9][^\s"'`<>\\)]*/gi;
const PRELOAD_MODULES = ['electron'];

/** What must hold for the built program, whatever the sources say; a problem a line. `out` is its folder. */
export function checkBuild(out: string): string[] {
  return [
    ...checkPreload(path.join(out, 'preload', 'index.cjs')),
    ...checkHost(path.join(out, 'main', 'host.js')),
    ...checkPages(path.join(out, 'renderer')),
  ];
}

/** SEC-8: a sandboxed preload can require little, and shows the page nothing. */
function checkPreload(file: string): string[] {
  if (!fs.existsSync(file)) return [`${file} is missing`];
  const source = fs.readFileSync(file, 'utf8');
  const foreign = [...source.matchAll(/\brequire\(["'`]([^"'`]+)["'`]\)/g)]
    .map((match) => String(match[1]))
    .filter((name) => !PRELOAD_MODULES.includes(name));
  const problems = foreign.map((name) => `${file} requires ${name} (SEC-8)`);
  if (/^\s*(import|export)\s/m.test(source)) problems.push(`${file} is no CommonJS (SEC-8)`);
  if (source.includes('contextBridge')) problems.push(`${file} exposes something to the page (SEC-8)`);
  return problems;
}

/** UP-6: the same host runs as a plain Node process. */
function checkHost(file: string): string[] {
  if (!fs.existsSync(file)) return [`${file} is missing`];
  const folder = path.dirname(file);
  return reachableFrom(file)
    .filter((reached) =>
      /\bfrom\s*["']electron["']|require\(["']electron["']\)/.test(fs.readFileSync(reached, 'utf8')),
    )
    .map((reached) => `${path.relative(folder, reached)} is part of the host and imports electron (UP-6)`);
}

function reachableFrom(entry: string): string[] {
  const reached = new Set<string>();
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (reached.has(file) || !fs.existsSync(file)) continue;
    reached.add(file);
    for (const match of fs.readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?["'](\.[^"']+)["']/g)) {
      waiting.push(path.resolve(path.dirname(file), String(match[1])));
    }
  }
  return [...reached];
}

/** SEC-3, SEC-12: pages load nothing from elsewhere, and hold no code or style that their policy refuses. */
function checkPages(folder: string): string[] {
  const page = path.join(folder, 'index.html');
  if (!fs.existsSync(page)) return [`${page} is missing`];
  const html = fs.readFileSync(page, 'utf8');
  const problems: string[] = [];
  if (!html.includes('__CSP_NONCE__')) problems.push(`${page} has no place for the nonce (SEC-3)`);
  if (/<script(?![^>]*\ssrc=)[^>]*>/i.test(html)) problems.push(`${page} has an inline script (SEC-3)`);
  for (const name of fs.readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(html|js|css|svg)$/.test(name)) continue;
    const source = fs.readFileSync(path.join(folder, name), 'utf8');
    for (const address of new Set(source.match(ADDRESS))) {
      if (NAMES_NOT_LOADED.some((prefix) => address.startsWith(prefix))) continue;
      problems.push(`${name} names ${address} (SEC-12)`);
    }
  }
  return problems;
}

if (import.meta.main) {
  const problems = checkBuild(inProject('out'));
  for (const problem of problems) console.error(problem);
  console.log(problems.length === 0 ? 'build: as it has to be' : `build: ${problems.length} problems`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
