import path from 'node:path';
import { z } from 'zod';
import { missingCase } from '#shared/kernel/assert.ts';
import { RELEASE_CHANNELS, ReleaseVersion } from '#shared/kernel/release-feed.ts';
import { cliError } from '../cli/errors.ts';
import { type Outcome, textOf } from '../cli/outcome.ts';
import { type PublishRequest, publish, pull, type SignRequest, signFiles, stage } from './publish.ts';
import type { Release } from './release.ts';
import { listReleases } from './release-folder.ts';
import { makeSigningKey } from './signing-key.ts';

/** The operator's commands about releases. They need no database. */
export const UPDATE_COMMANDS = ['publish', 'stage', 'pull', 'releases', 'sign', 'signing-key'] as const;
type UpdateCommand = (typeof UPDATE_COMMANDS)[number];

export const UPDATE_OPTIONS = ['version', 'staging', 'notes', 'channel', 'signing-key'];

export const UPDATES_USAGE = `  publish FILES --version V [--staging PERCENT --notes FILE --channel ${RELEASE_CHANNELS.join('|')} --signing-key FILE]
                                          consoles are told of a release; without --signing-key each
                                          file has its signature beside it, as \`sign\` writes it
  stage --version V --staging PERCENT     tells more of the consoles, or fewer
  pull --version V                        tells no console any more; publish a higher version to replace it
  releases                                what was published
  sign FILES --version V --signing-key FILE   writes FILE.sig, on the machine that keeps the key
  signing-key --to FILE                   makes a publisher's key; prints the half that is built into consoles`;

export type UpdatesLine = { readonly json: boolean; readonly folder: string } & (
  | ({ readonly command: 'publish' } & PublishRequest)
  | { readonly command: 'stage'; readonly version: string; readonly stagingPercentage: number }
  | { readonly command: 'pull'; readonly version: string }
  | { readonly command: 'releases' }
  | ({ readonly command: 'sign' } & SignRequest)
  | { readonly command: 'signing-key'; readonly file: string }
);

export function isUpdateCommand(command: string): command is UpdateCommand {
  return UPDATE_COMMANDS.some((known) => known === command);
}

export function isUpdatesLine<Line extends { readonly command: string }>(
  line: Line | UpdatesLine,
): line is UpdatesLine {
  return isUpdateCommand(line.command);
}

const EVERYBODY = 100;
const Percent = z
  .string()
  .regex(/^\d{1,3}$/)
  .transform(Number)
  .pipe(z.int().max(EVERYBODY));
const Options = z.object({
  version: ReleaseVersion.optional(),
  staging: Percent.optional(),
  notes: z.string().optional(),
  channel: z.enum(RELEASE_CHANNELS).default('latest'),
  'signing-key': z.string().optional(),
  to: z.string().optional(),
});

export function updatesLine(
  command: UpdateCommand,
  {
    files,
    values,
    common,
  }: {
    readonly files: readonly string[];
    readonly values: { readonly [option: string]: unknown };
    readonly common: { readonly json: boolean; readonly folder: string };
  },
): UpdatesLine {
  const parsed = Options.safeParse(values);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw cliError('option-unusable', {
      option: `--${issue?.path.join('.') ?? ''}`,
      fault: issue?.message ?? '',
    });
  }
  const { version, staging, notes, channel, to } = parsed.data;
  const takesFiles = command === 'publish' || command === 'sign';
  if (takesFiles !== files.length > 0) {
    throw takesFiles ? cliError('files-missing', { command }) : cliError('files-not-taken', { command });
  }
  const given = files.map((file) => path.resolve(file));
  const signingKeyFile = parsed.data['signing-key'];
  switch (command) {
    case 'publish':
      return {
        ...common,
        command,
        version: needed(version, '--version'),
        files: given,
        channel,
        stagingPercentage: staging ?? EVERYBODY,
        notesFile: notes,
        signingKeyFile,
      };
    case 'stage':
      return {
        ...common,
        command,
        version: needed(version, '--version'),
        stagingPercentage: needed(staging, '--staging'),
      };
    case 'pull':
      return { ...common, command, version: needed(version, '--version') };
    case 'releases':
      return { ...common, command };
    case 'sign':
      return {
        ...common,
        command,
        version: needed(version, '--version'),
        files: given,
        signingKeyFile: needed(signingKeyFile, '--signing-key'),
      };
    case 'signing-key':
      return { ...common, command, file: path.resolve(needed(to, '--to')) };
    default:
      return missingCase(command);
  }
}

export async function runUpdatesCommand(line: UpdatesLine, now: string): Promise<string> {
  return textOf(await outcomeOf(line, now), line.json);
}

async function outcomeOf(line: UpdatesLine, now: string): Promise<Outcome> {
  switch (line.command) {
    case 'publish':
      return told(await publish(line, now));
    case 'stage':
      return told(stage(line.folder, line.version, line.stagingPercentage));
    case 'pull':
      return told(pull(line.folder, line.version, now));
    case 'releases': {
      const releases = listReleases(line.folder);
      const lines = releases.length === 0 ? ['Nothing was published yet.'] : releases.map(sentence);
      return { json: { releases }, lines };
    }
    case 'sign': {
      const written = await signFiles(line);
      return { json: { written }, lines: written.map((file) => `Wrote ${file}.`) };
    }
    case 'signing-key': {
      const publicKey = makeSigningKey(line.file);
      return {
        json: { file: line.file, publicKey },
        lines: [
          publicKey,
          `Build consoles with FAIRLEAD_UPDATE_KEYS=${publicKey}; keep ${line.file} off the server.`,
        ],
      };
    }
    default:
      return missingCase(line);
  }
}

function told(release: Release): Outcome {
  return { json: release, lines: [sentence(release)] };
}

function sentence({ version, channel, stagingPercentage, pulledAt, files }: Release): string {
  const names = files.map(({ name }) => name).join(', ');
  const state = pulledAt === null ? `${stagingPercentage} % of consoles (${channel})` : `pulled ${pulledAt}`;
  return `${version}  ${state}  ${names}`;
}

function needed<Value>(value: Value | undefined, option: string): Value {
  if (value !== undefined) return value;
  throw cliError('option-missing', { option });
}
