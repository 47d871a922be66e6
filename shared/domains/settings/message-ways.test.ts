import { describe, expect, test } from 'vitest';
import { Gateways, MailRelayInput, relayUrl } from './message-ways.ts';

const RELAY = {
  host: 'mail.example.com',
  port: 465,
  tls: 'tls' as const,
  user: 'ship',
  from: 'Ship <ship@example.com>',
};

function problemsOf(input: object): readonly (readonly [string, string])[] {
  const { error } = MailRelayInput.safeParse({ ...RELAY, ...input });
  return error?.issues.map(({ path, message }) => [path.join('.'), message] as const) ?? [];
}

describe('a mail relay', () => {
  test.each([
    [{}],
    [{ host: '[2001:db8::1]' }],
    [{ host: 'localhost', tls: 'none' as const }],
    [{ from: 'ship@example.com' }],
    [{ user: '', password: '' }],
    [{ password: ' with : @ / signs ' }],
  ])('%j is taken', (input) => expect(problemsOf(input)).toEqual([]));

  test.each([
    [{ host: 'mail example' }, 'host', 'A name such as mail.example.com.'],
    [{ host: 'mail.example.com/x' }, 'host', 'A name such as mail.example.com.'],
    [{ port: 0 }, 'port', 'A whole number from 1 to 65535.'],
    [{ port: 70_000 }, 'port', 'A whole number from 1 to 65535.'],
    [{ tls: 'none' as const }, 'tls', 'Without encryption only to a relay on this machine.'],
    [{ from: 'nobody' }, 'from', 'An address such as Fairlead <alerts@example.com>.'],
    [{ from: 'a@b.com, c@d.com' }, 'from', 'An address such as Fairlead <alerts@example.com>.'],
    [{ from: 'a <a@b.com>\nBcc: c@d.com' }, 'from', 'Control characters are not allowed.'],
    [{ user: '', password: 'x' }, 'user', 'A password goes with a user name.'],
    [{ password: 'a\nb' }, 'password', 'Control characters are not allowed.'],
  ])('%j is refused at %s', (input, field, message) => {
    expect(problemsOf(input)).toContainEqual([field, message]);
  });

  test('becomes an address in which no sign of a name or password means anything', () => {
    expect([
      relayUrl({ ...RELAY, user: 'a@b:c' }, 'p/w@evil.example.com'),
      relayUrl({ ...RELAY, tls: 'starttls', port: 587, user: '' }, ''),
      relayUrl({ ...RELAY, tls: 'none', host: 'localhost', port: 25, user: '' }, ''),
    ]).toEqual([
      'smtps://a%40b%3Ac:p%2Fw%40evil.example.com@mail.example.com:465',
      'smtp://mail.example.com:587',
      'smtp+plain://localhost:25',
    ]);
  });
});

test.each([
  ['https://gateway.example.com/messages?key=1', true],
  ['http://10.0.0.5:8080/sms', true],
  ['https://me:word@example.com/', false],
  ['file:///etc/passwd', false],
  ['javascript:alert(1)', false],
  ['', false],
  ['https://gateway.example.com/\u0000', false],
  ['https://gateway.example.com/ \u202Egnp', false],
])('a gateway at %j: %s', (sms, isTaken) => {
  expect(Gateways.safeParse({ sms, push: null }).success).toBe(isTaken);
});
