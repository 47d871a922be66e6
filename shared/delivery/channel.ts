/** One message to one address, as any channel takes it. */
export type OutboundMessage = {
  /** Of its delivery. The same for every attempt, so that a relay or a reader can tell a repetition. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  /** Plain text. */
  readonly body: string;
  readonly isUrgent: boolean;
};

export type SendOutcome =
  /** A relay took it over; whether it arrived is not known, or only when its receipt comes. */
  | { readonly state: 'sent'; readonly relayId: string | null; readonly receipt: 'awaited' | 'none' }
  | { readonly state: 'delivered'; readonly relayId: string | null }
  | { readonly state: 'failed'; readonly reason: string; readonly isRetriable: boolean };

/** A way out of the program. It never throws for what the other end does. */
export type DeliveryChannel = {
  send(message: OutboundMessage): Promise<SendOutcome>;
  close(): void;
};

/** The ways out that are set up here; a missing one is none. */
export type DeliveryChannels = { readonly [C in 'email' | 'sms' | 'push']?: DeliveryChannel };
