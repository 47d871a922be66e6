import { z } from 'zod';

/** A backup is due so often, by the clock of the site. */
export const BACKUP_HOURS = [1, 2, 3, 4, 6, 8, 12, 24] as const;
export const USUAL_BACKUP_HOURS = 6;

const PATH_CHARACTERS_MAX = 500;

export const BackupPlan = z.strictObject({
  everyHours: z.literal(BACKUP_HOURS),
  /** Folder of another disk that gets a copy of every backup; null: none. */
  copyTo: z
    .string()
    .trim()
    .min(1, 'Fill this in.')
    .max(PATH_CHARACTERS_MAX)
    .refine((text) => !/\p{Cc}/u.test(text), 'Control characters are not allowed.')
    .nullable(),
});
export type BackupPlan = z.infer<typeof BackupPlan>;

export const USUAL_BACKUP_PLAN: BackupPlan = { everyHours: USUAL_BACKUP_HOURS, copyTo: null };

/** Lanes that travel by themselves, up to this one; safety always does, and the work of the day with it. */
export const TRAVELS_UP_TO = [1, 2, 3] as const;
const POLL_SECONDS_MIN = 2;
const POLL_SECONDS_MAX = 6 * 60 * 60;
const POLL = `A whole number from ${POLL_SECONDS_MIN} to ${POLL_SECONDS_MAX}.`;

/** What a console does on a link of one class. */
export const LinkRule = z.strictObject({
  travelsUpTo: z.literal(TRAVELS_UP_TO),
  carriesAttachments: z.boolean(),
  /** Between two exchanges while nothing happens and no live connection tells of news. */
  pollSeconds: z.int(POLL).min(POLL_SECONDS_MIN, POLL).max(POLL_SECONDS_MAX, POLL),
});
export type LinkRule = z.infer<typeof LinkRule>;
