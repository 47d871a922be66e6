import { Receipt } from './receipt.ts';

/**
 * What a delivery status notification (RFC 3464) says about one of our messages; undefined where it says nothing that
 * settles it: it was put off, or passed on to a relay that sends no notices. Only the part made by the mail system is
 * read, never the message that comes back with it, since anybody could have written that.
 */
export function receiptInMail(mail: string): Receipt | undefined {
  const status = /^content-type:\s*message\/delivery-status\b.*?\r?\n\r?\n(.*?)(?:^--|$(?![\s\S]))/ims.exec(
    mail,
  )?.[1];
  if (status === undefined) return undefined;
  // Long lines go on in the next one, after a blank.
  const unfolded = status.replace(/\r?\n[ \t]+/g, ' ');
  const field = (name: string) => new RegExp(`^${name}:[ \\t]*(.+?)\\s*$`, 'im').exec(unfolded)?.[1] ?? '';
  const id = decodedXText(field('Original-Envelope-Id'));
  const action = field('Action').toLowerCase();
  if (action !== 'delivered' && action !== 'failed') return undefined;
  const said =
    action === 'delivered' ? { id, state: action } : { id, state: action, reason: reasonOf(field) };
  return Receipt.safeParse(said).data;
}

/** `smtp; 550 5.1.1 No such mailbox`, else the number alone. */
function reasonOf(field: (name: string) => string): string {
  const diagnosis = field('Diagnostic-Code').replace(/^[\w-]+;\s*/, '');
  return (diagnosis === '' ? `The mail system gave it up (${field('Status')}).` : diagnosis).slice(0, 300);
}

/** RFC 3461, 4: `+2B` for what may not stand in an argument. */
function decodedXText(text: string): string {
  return text.replace(/\+([0-9A-F]{2})/g, (_whole, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
