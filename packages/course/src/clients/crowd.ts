// Clients connect, stay and leave according to a plan. At the end none of them is left.

import { frame } from '@bytes-up/testkit';
import { HeldClient, type Seen } from './held-client';
import type { Plan } from './plan';
import { watchUnread } from './watch-unread';

/**
 * How long connecting may take, in milliseconds. After that all clients count as
 * connected.
 */
const CONNECT_WITHIN_MS = 5_000;
/** How long a client that is not held waits for its answers, in milliseconds. */
const ANSWERED_WITHIN_MS = 10_000;

export interface Orders {
  /** Stops holding the clients: they leave according to the plan. */
  readonly leave: AbortSignal;
  /** All of them leave at once. */
  readonly leaveAtOnce: AbortSignal;
}

export interface Watchers {
  readonly onSeen?: (client: HeldClient, seen: Seen) => void;
  /** All have arrived, connected or not, and are being held. */
  readonly onHeld?: (clients: readonly HeldClient[]) => void;
}

/** @returns the clients, after all of them have left */
export async function holdClients(
  plan: Plan,
  { leave, leaveAtOnce }: Orders,
  { onSeen = () => undefined, onHeld = () => undefined }: Watchers = {},
): Promise<readonly HeldClient[]> {
  const clients: HeldClient[] = [];
  const bytes = bytesOf(plan);
  const stopWatching =
    plan.read === 'never' ? watchUnread(clients, plan.address.port) : () => undefined;
  try {
    while (clients.length < plan.count && !leave.aborted) {
      if (clients.length > 0) await wait(plan.everyMs, leave);
      if (leave.aborted) break;
      const client = new HeldClient(clients.length + 1, plan, bytes, onSeen);
      clients.push(client);
      if (plan.holdMs === undefined) leaveWhenAnswered(client);
      if (plan.oneByOne) await wait(CONNECT_WITHIN_MS, leave, client.asked);
    }
    const gone = Promise.all(clients.map((client) => client.gone));
    const come = Promise.all(clients.map((client) => client.arrived));
    await wait(CONNECT_WITHIN_MS, leave, come);
    if (plan.holdMs !== undefined && !leave.aborted) onHeld(clients);
    await wait(plan.holdMs ?? ANSWERED_WITHIN_MS, leave, gone);
    for (const client of clients) {
      const isLast = client === clients.at(-1);
      if (client.isOver) continue;
      client.leave();
      if (!isLast) await wait(plan.leaveEveryMs, leaveAtOnce, gone);
    }
    await gone;
    return clients;
  } finally {
    stopWatching();
  }
}

/** What each client sends: one frame, or half of one, or nothing. */
function bytesOf({ request, halfFrame }: Plan): Buffer {
  if (request === undefined) return Buffer.alloc(0);
  const bytes = frame(JSON.stringify(request));
  return halfFrame ? bytes.subarray(0, bytes.length / 2) : bytes;
}

function leaveWhenAnswered(client: HeldClient): void {
  void client.answered.then(() => client.leave());
}

/** Resolves after the time, on the first of the events, or when told to leave. */
function wait(
  ms: number,
  order: AbortSignal,
  ...events: readonly Promise<unknown>[]
): Promise<void> {
  if (order.aborted || ms === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      order.removeEventListener('abort', done);
      resolve();
    };
    const timer = ms === Infinity ? undefined : setTimeout(done, ms);
    order.addEventListener('abort', done);
    for (const event of events) void event.then(done);
  });
}
