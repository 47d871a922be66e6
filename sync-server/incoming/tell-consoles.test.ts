import { afterEach, expect, test } from 'vitest';
import { callRefusal } from '#shared/domains/incidents/schema/call.ts';
import { ownSchemas, schemasId } from '#shared/sync/schemas.ts';
import { TestServer } from '../testing/test-server.ts';
import { signUp } from '../testing/work.ts';

let server: TestServer;
afterEach(() => server.stop());

/** What the day's first answer says of calls. */
async function told(schemas = ownSchemas()): Promise<boolean | undefined> {
  const vessel = await server.enrolled('AUR');
  await signUp(vessel);
  server.clock.advance(2 * 24 * 3_600_000);
  const request = vessel.exchangeRequest({ schemas: schemasId(schemas), schemaTable: schemas });
  const first = await vessel.exchange(request);
  expect((await vessel.exchange()).takesCalls).toBeUndefined();
  return first.takesCalls;
}

test('consoles hear now and then whether the server takes calls (INC-86)', async () => {
  server = await TestServer.start({ incomingSecret: 'a secret for what comes in' });
  expect(await told()).toBe(true);
});

test('and that it takes none', async () => {
  server = await TestServer.start();
  expect(await told()).toBe(false);
});

test('an older program hears nothing of it', async () => {
  server = await TestServer.start({ incomingSecret: 'a secret for what comes in' });
  const { [callRefusal.kind]: _unknown, ...older } = ownSchemas();
  expect(await told(older)).toBeUndefined();
});
