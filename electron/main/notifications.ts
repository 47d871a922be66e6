import type { HostToMain } from '#host/messages.ts';

export type NotifyMessage = Extract<HostToMain, { type: 'notify' }>;

/** The part of Electron's Notification that is used. */
export interface SystemNotification {
  onClick: (listener: () => void) => void;
  /** It was closed, or could not be shown. */
  onGone: (listener: () => void) => void;
  show: () => void;
}

export interface NotificationsOptions {
  create: (content: { title: string; body: string; urgency: 'normal' | 'critical' }) => SystemNotification;
  isSupported: () => boolean;
  openRoute: (route: string) => void;
}

/** So many ids are remembered; a host that restarts may tell the latest again. */
const REMEMBERED_MAX = 500;

/** Notifications of the operating system: an extra, as the list of alarms in the window is the truth (LC-6). */
export class Notifications {
  #options: NotificationsOptions;
  #shown = new Set<string>();
  /** Kept until they are gone: a collected notification loses its click. */
  #alive = new Set<SystemNotification>();

  constructor(options: NotificationsOptions) {
    this.#options = options;
  }

  show(message: NotifyMessage): void {
    if (this.#shown.has(message.id) || !this.#options.isSupported()) return;
    this.#remember(message.id);
    const notification = this.#options.create({
      title: message.title,
      body: message.body,
      urgency: message.severity === 'critical' ? 'critical' : 'normal',
    });
    this.#alive.add(notification);
    const forget = () => this.#alive.delete(notification);
    notification.onClick(() => {
      forget();
      this.#options.openRoute(message.route);
    });
    notification.onGone(forget);
    notification.show();
  }

  #remember(id: string): void {
    this.#shown.add(id);
    const oldest = this.#shown.values().next().value;
    if (this.#shown.size > REMEMBERED_MAX && oldest !== undefined) this.#shown.delete(oldest);
  }
}
