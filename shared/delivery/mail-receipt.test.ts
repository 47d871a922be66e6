import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { receiptInMail } from './mail-receipt.ts';

const ID = '01950000-0000-7000-8000-00000000000a';

function notice(fields: readonly string[], returned = 'Subject: Fire'): string {
  return [
    'From: MAILER-DAEMON@mail.example.com',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"',
    '',
    '--b1',
    'Content-Type: text/plain',
    '',
    'Your message was handled.',
    '--b1',
    'Content-Type: message/delivery-status',
    '',
    `Original-Envelope-Id: ${ID}`,
    'Reporting-MTA: dns; mail.example.com',
    '',
    'Final-Recipient: rfc822; officer@example.com',
    ...fields,
    '',
    '--b1',
    'Content-Type: text/rfc822-headers',
    '',
    returned,
    '--b1--',
  ].join('\r\n');
}

describe('a notice of the mail system', () => {
  it.each([
    [['Action: delivered', 'Status: 2.0.0'], { id: ID, state: 'delivered' }],
    [
      ['Action: failed', 'Status: 5.1.1', 'Diagnostic-Code: smtp; 550 5.1.1 No such', '  mailbox here'],
      { id: ID, state: 'failed', reason: '550 5.1.1 No such mailbox here' },
    ],
    [
      ['Action: Failed', 'Status: 5.4.7'],
      { id: ID, state: 'failed', reason: 'The mail system gave it up (5.4.7).' },
    ],
    [['Action: delayed', 'Status: 4.4.1'], undefined],
    [['Action: relayed', 'Status: 2.0.0'], undefined],
    [[], undefined],
  ])('with %j says so', (fields, receipt) => {
    expect(receiptInMail(notice(fields))).toEqual(receipt);
  });

  it('is believed, and not what the returned message says of itself', () => {
    expect(receiptInMail(notice(['Action: relayed'], 'Action: delivered'))).toBeUndefined();
    const forged = `Subject: Re: Fire\r\n\r\nOriginal-Envelope-Id: ${ID}\r\nAction: delivered\r\n`;
    expect(receiptInMail(forged)).toBeUndefined();
  });

  it('of another message than one of ours is none', () => {
    expect(receiptInMail(notice(['Action: delivered']).replace(ID, 'somebody-else'))).toBeUndefined();
  });

  it('may be any text at all', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2_000 }), (text) => {
        receiptInMail(`Content-Type: message/delivery-status\r\n\r\n${text}`);
      }),
      { seed: 5, numRuns: 200 },
    );
  });
});
