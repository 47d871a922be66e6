import { randomInt, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Actor } from '#shared/access/can.ts';
import { add } from '#shared/domains/people/commands.ts';
import { deactivate } from '#shared/domains/people/manage.ts';
import type { Draft } from '#shared/imports/define-import.ts';
import type { PersonDraft } from '#shared/imports/people-import.ts';
import type { HostServices } from '../services.ts';
import { hashPassphrase } from '../session/passphrase.ts';

/** How a right line becomes a record, and how that is taken back. */
export type Applier = {
  titleOf(draft: Draft): string;
  apply(draft: Draft, actor: Actor): Promise<{ readonly id: string; readonly handOut: string | null }>;
  undo(id: string, actor: Actor): void;
};

type RunCommand = HostServices['runCommand'];

export function appliersOf(runCommand: RunCommand): { readonly [importName: string]: Applier } {
  return { people: peopleApplier(runCommand) };
}

const Made = z.object({ id: z.string() });

/** Whoever is brought in chooses a passphrase of their own at the first sign-in: the one they get was on paper. */
function peopleApplier(runCommand: RunCommand): Applier {
  return {
    titleOf: (draft) => personOf(draft).name,
    async apply(draft, actor) {
      const { passphrase, ...person } = personOf(draft);
      const handOut = passphrase === null ? newPassphrase() : null;
      const hash = await hashPassphrase(passphrase ?? handOut ?? '');
      const input = { ...person, passphrase: hash, mustChange: true };
      const { output } = runCommand(add, { commandId: randomUUID(), input }, actor);
      return { id: Made.parse(output).id, handOut };
    },
    undo(id, actor) {
      runCommand(
        deactivate,
        { commandId: randomUUID(), input: { id, reason: 'The import was undone.' } },
        actor,
      );
    },
  };
}

function personOf(draft: Draft): PersonDraft {
  // Drafts of the people import, which its own reader made.
  return draft as PersonDraft;
}

/** Nothing that is taken for something else on paper. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 4;
const GROUP_LETTERS = 4;

/** 79 bits, in groups that can be read out. */
export function newPassphrase(): string {
  const group = () =>
    Array.from({ length: GROUP_LETTERS }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}
