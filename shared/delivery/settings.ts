import { z } from 'zod';

/** Environment of a program that sends messages: the sync server, or a console with a link of its own. */
export const DeliverySettings = z.object({
  /** `smtp://user:password@host:587` (STARTTLS is demanded) or `smtps://…:465`; `smtp+plain://` for a relay on this machine. */
  FAIRLEAD_SMTP_URL: z
    .string()
    .regex(/^(smtps?|smtp\+plain):\/\/[^\s]+$/, 'An address such as smtps://user:password@mail.example.com.')
    .optional(),
  FAIRLEAD_MAIL_FROM: z.string().min(3).max(320).optional(),
  /** `on`: delivery notices that come to the sender's address are handed to this server (`/v1/receipts`). */
  FAIRLEAD_MAIL_RECEIPTS: z.enum(['on', 'off']).optional(),
  FAIRLEAD_SMS_WEBHOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
  FAIRLEAD_PUSH_WEBHOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Signs what goes to the webhooks, and receipts that come back. */
  FAIRLEAD_WEBHOOK_SECRET: z.string().min(16).optional(),
});
export type DeliverySettings = z.infer<typeof DeliverySettings>;

const NAMES = Object.keys(DeliverySettings.shape);

/** Reads them, leaving out what is empty. Throws a ZodError that names the variable. */
export function readDeliverySettings(environment: {
  readonly [name: string]: string | undefined;
}): DeliverySettings {
  const given = NAMES.flatMap((name) => (environment[name] ? [[name, environment[name]]] : []));
  return DeliverySettings.parse(Object.fromEntries(given));
}
