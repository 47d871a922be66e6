import { expect, it } from 'vitest';
import type { Feature } from '#shared/access/features.ts';
import { startPathOf } from './start-page.ts';

it('opens what was chosen, and the usual page for who may no longer see that', () => {
  const may = (feature: Feature) => feature !== 'notifications.read';
  expect([startPathOf('watch', may), startPathOf('inbox', may)]).toEqual(['/watch', '/overview']);
});
