import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { SITE_KINDS } from '#shared/domains/settings/schema.ts';
import { DomainError, messageOf } from '#shared/kernel/errors.ts';
import type { NewSite } from '../enrolment/administer.ts';

export const USAGE = `Fairlead sync server

  serve                                   take exchanges until stopped (the default)
  init --organisation NAME                create the organisation
  code --site CODE [--name NAME --kind ${SITE_KINDS.join('|')} --time-zone ZONE]
                                          one-time enrolment code; a new site needs its details
  code --station-of CODE                  one-time code for a further console of an existing site
  code --found                            one-time code for a console that brings its own site
  devices                                 consoles and when they were last heard
  revoke --device ID                      shut a console out

  --data FOLDER    where everything is kept      (FAIRLEAD_SERVER_DATA, else ./data/server)
  --port NUMBER    serve only                    (FAIRLEAD_SERVER_PORT, else 7430)
  --host ADDRESS   serve only                    (FAIRLEAD_SERVER_HOST, else 127.0.0.1)
  --json           answer in JSON, for scripts`;

type Common = { readonly dataFolder: string; readonly json: boolean };
export type ServeLine = Common & { readonly command: 'serve'; readonly host: string; readonly port: number };
export type AdministerLine = Common &
  (
    | { readonly command: 'init'; readonly organisation: string }
    | { readonly command: 'code'; readonly siteCode: string; readonly details: NewSite | undefined }
    | { readonly command: 'found' }
    | { readonly command: 'devices' }
    | { readonly command: 'revoke'; readonly deviceId: string }
  );
export type CommandLine = ServeLine | AdministerLine | { readonly command: 'help' };

const Port = z.coerce.number().int().min(0).max(65_535);
const Kind = z.enum(SITE_KINDS);

export function parseCommandLine(
  args: readonly string[],
  environment: { readonly [name: string]: string | undefined },
): CommandLine {
  const { positionals, values } = readArgs(args);
  const common: Common = {
    dataFolder: path.resolve(values.data ?? environment['FAIRLEAD_SERVER_DATA'] ?? 'data/server'),
    json: values.json ?? false,
  };
  const command = positionals[0] ?? 'serve';
  if (values.help || command === 'help') return { command: 'help' };
  if (positionals.length > 1) throw misused(`There is one command at a time, not ${positionals.join(' ')}.`);
  switch (command) {
    case 'serve': {
      const port = Port.safeParse(values.port ?? environment['FAIRLEAD_SERVER_PORT'] ?? 7430);
      if (!port.success) throw misused('A port is a number up to 65535.');
      const host = values.host ?? environment['FAIRLEAD_SERVER_HOST'] ?? '127.0.0.1';
      return { ...common, command, host, port: port.data };
    }
    case 'init':
      return { ...common, command, organisation: required(values.organisation, '--organisation') };
    case 'code':
      return { ...common, ...codeLine(values) };
    case 'devices':
      return { ...common, command };
    case 'revoke':
      return { ...common, command, deviceId: required(values.device, '--device') };
    default:
      throw misused(`There is no command ${command}.`);
  }
}

type Values = ReturnType<typeof readArgs>['values'];

function readArgs(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        data: text,
        port: text,
        host: text,
        json: flag,
        help: flag,
        organisation: text,
        site: text,
        'station-of': text,
        found: flag,
        name: text,
        kind: text,
        'time-zone': text,
        device: text,
      },
    });
  } catch (error) {
    throw misused(messageOf(error));
  }
}

function codeLine(
  values: Values,
): { command: 'found' } | { command: 'code'; siteCode: string; details: NewSite | undefined } {
  const stationOf = values['station-of'];
  if ([values.site, stationOf, values.found].filter((value) => value !== undefined).length !== 1) {
    throw misused('A code needs exactly one of --site, --station-of and --found.');
  }
  if (values.found) return { command: 'found' };
  if (stationOf !== undefined) return { command: 'code', siteCode: stationOf, details: undefined };
  return { command: 'code', siteCode: required(values.site, '--site'), details: detailsOf(values) };
}

function detailsOf(values: Values): NewSite | undefined {
  if (values.name === undefined && values.kind === undefined && values['time-zone'] === undefined)
    return undefined;
  const kind = Kind.safeParse(values.kind);
  if (!kind.success) throw misused(`--kind is one of ${SITE_KINDS.join(', ')}.`);
  return {
    name: required(values.name, '--name'),
    kind: kind.data,
    timeZone: required(values['time-zone'], '--time-zone'),
  };
}

function required(value: string | undefined, option: string): string {
  if (value !== undefined && value.trim() !== '') return value.trim();
  throw misused(`${option} is missing.`);
}

function misused(message: string): DomainError {
  return new DomainError({ code: 'invalid-input', message, remedy: 'See --help.' });
}
