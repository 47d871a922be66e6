import { expect, test } from 'vitest';
import { Notifications, type NotifyMessage, type SystemNotification } from './notifications.ts';

class FakeNotification implements SystemNotification {
  shown = false;
  click: () => void = () => {};
  content: unknown;

  constructor(content: unknown) {
    this.content = content;
  }

  onClick(listener: () => void): void {
    this.click = listener;
  }

  onGone(): void {}

  show(): void {
    this.shown = true;
  }
}

function notifications(supported = true) {
  const created: FakeNotification[] = [];
  const opened: string[] = [];
  const center = new Notifications({
    isSupported: () => supported,
    create: (content) => {
      const notification = new FakeNotification(content);
      created.push(notification);
      return notification;
    },
    openRoute: (route) => opened.push(route),
  });
  return { center, created, opened };
}

function message(id: string, severity: NotifyMessage['severity'] = 'critical'): NotifyMessage {
  return { type: 'notify', id, title: 'Fire', body: 'Level 2', severity, route: `/incidents/${id}` };
}

test('a notification is shown once, and a click leads to what it is about', () => {
  const { center, created, opened } = notifications();
  center.show(message('a'));
  center.show(message('a'));
  center.show(message('b', 'high'));
  created[0]?.click();
  expect([created.map((each) => [each.shown, each.content]), opened]).toEqual([
    [
      [true, { title: 'Fire', body: 'Level 2', urgency: 'critical' }],
      [true, { title: 'Fire', body: 'Level 2', urgency: 'normal' }],
    ],
    ['/incidents/a'],
  ]);
});

test('the memory of what was shown is bounded', () => {
  const { center, created } = notifications();
  for (let n = 0; n <= 500; n += 1) center.show(message(`id-${n}`));
  center.show(message('id-500'));
  expect(created.length).toBe(501);
  center.show(message('id-0'));
  expect(created.length).toBe(502);
});

test('without notifications in the operating system nothing happens', () => {
  const { center, created } = notifications(false);
  center.show(message('a'));
  expect(created).toEqual([]);
});
