// What held clients do (`npm start -- clients`): when they connect, what they send, how
// they read, and when they leave.

import type { Address, Json } from '@bytes-up/protocol';

export interface Plan {
  readonly address: Address;
  readonly count: number;
  /** The request that each client sends; undefined: it sends nothing. */
  readonly request: { readonly in: string; readonly params?: Json } | undefined;
  /** How often each sends it, without waiting for answers in between. */
  readonly times: number;
  /** Only the first half of the request's frame is sent. */
  readonly halfFrame: boolean;
  readonly read: 'at once' | 'slowly' | 'never';
  /** The next client connects once the previous one has connected and sent. */
  readonly oneByOne: boolean;
  /** From one client's arrival to the next one's, in milliseconds. */
  readonly everyMs: number;
  /**
   * How long they stay once all are connected, in milliseconds; Infinity until told to
   * leave. Undefined: each leaves when it has its answers.
   */
  readonly holdMs: number | undefined;
  /** From one client's departure to the next one's, in milliseconds; 0: together. */
  readonly leaveEveryMs: number;
}
