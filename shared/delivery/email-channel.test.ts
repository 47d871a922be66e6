import { afterEach, describe, expect, it } from 'vitest';
import { MailRelay } from '#tests/support/mail-relay.ts';
import { emailChannel } from './email-channel.ts';

const ID = '01950000-0000-7000-8000-00000000000a';
const MESSAGE = { id: ID, to: 'officer+fire@example.com', subject: 'Fire', body: 'Deck 3', isUrgent: true };

let relay: MailRelay;
afterEach(() => relay.stop());

async function sendTo(offersNotices: boolean, takesReceipts?: boolean) {
  relay = await MailRelay.start({ offersNotices });
  const from = 'Fairlead <alerts@example.com>';
  const channel = emailChannel({
    url: relay.url,
    from,
    ...(takesReceipts === undefined ? {} : { takesReceipts }),
  });
  try {
    return await channel.send(MESSAGE);
  } finally {
    channel.close();
  }
}

describe('e-mail', () => {
  it('asks a relay that offers notices for them, naming the message, where somebody takes them', async () => {
    expect(await sendTo(true, true)).toMatchObject({ state: 'sent', receipt: 'awaited' });
    expect(relay.mails.map(({ to, notices }) => [to, notices])).toEqual([
      [[MESSAGE.to], { envelopeId: ID, of: ['SUCCESS', 'FAILURE'] }],
    ]);
  });

  it('expects none from a relay that offers none', async () => {
    expect(await sendTo(false, true)).toMatchObject({ state: 'sent', receipt: 'none' });
    expect(relay.mails.map(({ notices }) => notices)).toEqual([undefined]);
  });

  it('asks for none that nobody would read', async () => {
    expect(await sendTo(true)).toMatchObject({ state: 'sent', receipt: 'none' });
    expect(relay.mails.map(({ notices }) => notices?.of)).toEqual([[]]);
  });
});
