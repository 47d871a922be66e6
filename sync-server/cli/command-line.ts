import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { SITE_KINDS } from '#shared/domains/settings/schema.ts';
import { messageOf } from '#shared/kernel/errors.ts';
import type { NewSite } from '../enrolment/administer.ts';
import { cliError } from './errors.ts';
import type { DatabaseSettings } from './open-database.ts';
import { type Environment, readSetting, SETTINGS, settingsHelp } from './settings.ts';
import { readServeSettings, type ServeSettings, updatesFolderOf } from './serve-settings.ts';
import {
  isUpdateCommand,
  UPDATE_OPTIONS,
  UPDATES_USAGE,
  type UpdatesLine,
  updatesLine,
} from '../updates/updates-command.ts';

export const USAGE = `Fairlead sync server

  serve                                   take exchanges until stopped (the default)
  init --organisation NAME                create the organisation
  code --site CODE [--name NAME --kind ${SITE_KINDS.join('|')} --time-zone ZONE]
                                          one-time enrolment code; a new site needs its details
  code --station-of CODE                  one-time code for a further console of an existing site
  code --found                            one-time code for a console that brings its own site
  devices                                 consoles and when they were last heard
  move --device ID --site CODE            make a console one of another site
  revoke --device ID [--wipe]             shut a console out; with --wipe it erases its data when it next calls
  key                                     what the server signs with, its public half: for who checks a journal
  backup --to FOLDER                      a checked copy of the embedded database and the attachments, while it runs
  restored                                after a restore: tells every console to compare what it has
  migrate                                 bring the database up to date without serving
  import --file FILE [--to FILE]          take in a console's exchange file, and write the answer for it
  health                                  whether the server on the private port is well (for containers)
${UPDATES_USAGE}

  --json                                  answer in JSON, for scripts

Settings: option, or environment variable, or a file named by the variable with _FILE behind it.
${settingsHelp()}`;

type Common = { readonly database: DatabaseSettings; readonly json: boolean };
export type ServeLine = Common & { readonly command: 'serve'; readonly settings: ServeSettings };
export type AdministerLine = Common &
  (
    | { readonly command: 'init'; readonly organisation: string }
    | { readonly command: 'code'; readonly siteCode: string; readonly details: NewSite | undefined }
    | { readonly command: 'found' }
    | { readonly command: 'devices' }
    | { readonly command: 'move'; readonly deviceId: string; readonly siteCode: string }
    | { readonly command: 'revoke'; readonly deviceId: string; readonly isWipeAsked: boolean }
    | { readonly command: 'restored' }
    | { readonly command: 'key' }
    | { readonly command: 'migrate' }
  );
export type BackupLine = Common & { readonly command: 'backup'; readonly folder: string };
export type ImportLine = Common & {
  readonly command: 'import';
  readonly file: string;
  readonly to?: string;
};
export type HealthLine = { readonly command: 'health'; readonly host: string; readonly port: number };
export type CommandLine =
  | ServeLine
  | AdministerLine
  | BackupLine
  | ImportLine
  | HealthLine
  | UpdatesLine
  | { readonly command: 'help' };

const Kind = z.enum(SITE_KINDS);

export function parseCommandLine(args: readonly string[], environment: Environment): CommandLine {
  const { positionals, values } = readArgs(args);
  const command = positionals[0] ?? 'serve';
  if (values['help'] === true || command === 'help') return { command: 'help' };
  if (isUpdateCommand(command)) {
    const common = { json: values['json'] === true, folder: updatesFolderOf(values, environment) };
    return updatesLine(command, { files: positionals.slice(1), values, common });
  }
  if (positionals.length > 1) throw cliError('several-commands', { commands: positionals.join(' ') });
  if (command === 'health') return healthLine(values, environment);
  const common: Common = { database: databaseOf(values, environment), json: values['json'] === true };
  switch (command) {
    case 'serve':
      return { ...common, command, settings: readServeSettings(values, environment) };
    case 'init':
      return { ...common, command, organisation: required(values['organisation'], '--organisation') };
    case 'code':
      return { ...common, ...codeLine(values) };
    case 'devices':
    case 'restored':
    case 'key':
    case 'migrate':
      return { ...common, command };
    case 'move':
      return {
        ...common,
        command,
        deviceId: required(values['device'], '--device'),
        siteCode: required(values['site'], '--site'),
      };
    case 'revoke':
      return {
        ...common,
        command,
        deviceId: required(values['device'], '--device'),
        isWipeAsked: values['wipe'] === true,
      };
    case 'backup':
      return { ...common, command, folder: path.resolve(required(values['to'], '--to')) };
    case 'import':
      return {
        ...common,
        command,
        file: path.resolve(required(values['file'], '--file')),
        ...(values['to'] === undefined ? {} : { to: path.resolve(required(values['to'], '--to')) }),
      };
    default:
      throw cliError('command-unknown', { command });
  }
}

type Values = { readonly [option: string]: unknown };

const COMMAND_TEXTS = [
  'organisation',
  'site',
  'station-of',
  'name',
  'kind',
  'time-zone',
  'device',
  'to',
  'file',
  ...UPDATE_OPTIONS,
];
const COMMAND_FLAGS = ['json', 'help', 'found', 'wipe'];

function readArgs(args: readonly string[]): { positionals: string[]; values: Values } {
  const settings = Object.values(SETTINGS).flatMap((setting) => ('option' in setting ? setting.option : []));
  const texts = [...settings, ...COMMAND_TEXTS].map((name) => [name, { type: 'string' as const }] as const);
  const flags = COMMAND_FLAGS.map((name) => [name, { type: 'boolean' as const }] as const);
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: Object.fromEntries([...texts, ...flags]),
    });
  } catch (error) {
    throw cliError('arguments-not-understood', { fault: messageOf(error) });
  }
}

function databaseOf(values: Values, environment: Environment): DatabaseSettings {
  return {
    dataFolder: path.resolve(readSetting('data', values, environment)),
    postgresUrl: readSetting('database', values, environment),
    connectionsMax: readSetting('databaseConnections', values, environment),
    organisationId: readSetting('organisationId', values, environment),
  };
}

function healthLine(values: Values, environment: Environment): HealthLine {
  const port = readSetting('adminPort', values, environment);
  if (port === undefined) {
    throw cliError('no-private-port');
  }
  return { command: 'health', host: readSetting('adminHost', values, environment), port };
}

function codeLine(
  values: Values,
): { command: 'found' } | { command: 'code'; siteCode: string; details: NewSite | undefined } {
  const given = ['site', 'station-of', 'found'].filter((option) => values[option] !== undefined);
  if (given.length !== 1) throw cliError('code-for-one-thing');
  if (given[0] === 'found') return { command: 'found' };
  if (given[0] === 'station-of') {
    return { command: 'code', siteCode: required(values['station-of'], '--station-of'), details: undefined };
  }
  return { command: 'code', siteCode: required(values['site'], '--site'), details: detailsOf(values) };
}

function detailsOf(values: Values): NewSite | undefined {
  if (['name', 'kind', 'time-zone'].every((option) => values[option] === undefined)) return undefined;
  const kind = Kind.safeParse(values['kind']);
  if (!kind.success) throw cliError('site-kind-unknown', { kinds: SITE_KINDS.join(', ') });
  return {
    name: required(values['name'], '--name'),
    kind: kind.data,
    timeZone: required(values['time-zone'], '--time-zone'),
  };
}

function required(value: unknown, option: string): string {
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  throw cliError('option-missing', { option });
}
