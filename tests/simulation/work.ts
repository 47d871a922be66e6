import { createHash } from 'node:crypto';
import { z } from 'zod';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { incident } from '#shared/domains/incidents/schema.ts';
import { isDomainError } from '#shared/kernel/errors.ts';
import type { Command } from '#shared/kernel/define-command.ts';
import { SEVERITIES } from '#shared/kernel/fields.ts';
import { PowerCut } from './power.ts';
import type { Random } from './random.ts';
import type { SimConsole } from './sim-console.ts';

const Id = z.object({ id: z.string() });
const Site = z.object({ id: z.string() });

/** One thing a person might do next. What the rules refuse at once is no work. */
export function doSomething(at: SimConsole, random: Random): void {
  attempt(() => at.run(...somethingToDo(at, random)));
}

/** True when it was done. */
export function attempt(work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (!isDomainError(error) && !(error instanceof PowerCut)) throw error;
    return false;
  }
}

function somethingToDo(at: SimConsole, random: Random): [Command, object] {
  const severity = random.pick(SEVERITIES) ?? 'low';
  const text = textOf(at, random);
  const id = anIncident(at, random);
  const isShip = at.store.state.site?.kind === 'vessel';
  if (id === undefined || (isShip && random.chance(0.15))) {
    return [incidentCommands.report, { title: text, severity }];
  }
  const choices: [Command, object][] = [
    [incidentCommands.amend, { id, title: text }],
    [incidentCommands.amend, { id, place: text }],
    [incidentCommands.amend, { id, description: text, title: `Also ${text}` }],
    [incidentCommands.setSeverity, { id, severity }],
    [incidentCommands.comment, { id, text }],
    [incidentCommands.triage, { id, severity, type: 'other', category: 'safety' }],
    [incidentCommands.acknowledge, { id }],
    [incidentCommands.escalate, { id, reason: text }],
    [incidentCommands.advance, { id, to: random.pick(['under_investigation', 'action_required']) }],
    [incidentCommands.resolve, { id, resolution: text }],
    [incidentCommands.reopen, { id, reason: text }],
  ];
  return random.pick(choices) ?? [incidentCommands.comment, { id, text }];
}

function textOf(at: SimConsole, random: Random): string {
  return `${at.store.state.site?.code} ${random.below(1_000_000)}`;
}

function anIncident(at: SimConsole, random: Random): string | undefined {
  return random.pick(at.store.all(Id, 'SELECT id FROM incident ORDER BY reportedAt, title, id'))?.id;
}

/** More than a whole exchange is meant to carry, in one entry. */
export function writeAtLength(at: SimConsole, random: Random): void {
  const id = anIncident(at, random);
  const letters = Array.from({ length: 3_000 }, () => String.fromCharCode(97 + random.below(26)));
  if (id !== undefined) attempt(() => at.run(incidentCommands.comment, { id, text: letters.join('') }));
}

/** No command of this program removes or moves records yet; under this name the server lets it pass. */
const anything: Command = incidentCommands.comment;

/** While a simulation runs, `comment` may do whatever it likes to incidents. Returns the way back. */
export function allowAnything(): () => void {
  const { allows } = anything;
  Object.assign(anything, { allows: undefined });
  return () => Object.assign(anything, { allows });
}

export function removeSomething(at: SimConsole, random: Random): void {
  const id = anIncident(at, random);
  if (id === undefined) return;
  const command = { ...anything, run: ({ tx }: Parameters<Command['run']>[0]) => tx.remove(incident, id) };
  attempt(() => at.run(command, { id, text: 'gone' }));
}

/** To another site: this console may not see it afterwards. */
export function moveSomething(at: SimConsole, random: Random): void {
  const id = anIncident(at, random);
  const to = random.pick(at.store.all(Site, 'SELECT id FROM site ORDER BY code, id'))?.id;
  if (id === undefined || to === undefined) return;
  const command = {
    ...anything,
    run: ({ tx }: Parameters<Command['run']>[0]) => tx.patch(incident, id, { siteId: to }),
  };
  attempt(() => at.run(command, { id, text: 'moved' }));
}

/** A document of a few thousand bytes. */
export async function attachSomething(at: SimConsole, random: Random): Promise<void> {
  const id = anIncident(at, random);
  if (id === undefined) return;
  const bytes = Buffer.concat([
    Buffer.from('%PDF-1.7\n'),
    Buffer.from(Array.from({ length: 200 + random.below(6_000) }, () => random.below(256))),
  ]);
  const { attachments } = at.sync;
  const { uploadId } = attachments.begin({ fileName: 'plan.pdf', sizeBytes: bytes.length });
  attachments.append({ uploadId, offset: 0, base64: bytes.toString('base64') });
  try {
    const file = await attachments.finish({ uploadId });
    if (file.sha256 !== createHash('sha256').update(bytes).digest('hex')) throw new Error('another hash');
    at.run(incidentCommands.attachFile, { id, file });
  } catch (error) {
    if (!isDomainError(error) && !(error instanceof PowerCut)) throw error;
  }
}

/** What the server refused: tried again, or put away. */
export function settleSomething(at: SimConsole, random: Random): void {
  const item = random.pick(at.sync.service.attention());
  if (item === undefined) return;
  attempt(() => {
    if (random.chance(0.5)) at.sync.service.retry(at.actor, item.seq);
    else at.sync.service.discard(at.actor, item.seq);
  });
}
