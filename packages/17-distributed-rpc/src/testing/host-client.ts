// A client on its own host: it calls twenty times a second, and prints each event as a
// line of JSON. Its argument is the registry.

import { keyOf } from '@bytes-up/discovery';
import { DistributedClient } from '../service';

/** One line. */
export interface Seen {
  /** The list has changed to these. */
  readonly list?: readonly string[];
  /** A server has answered. */
  readonly answered?: string;
  /** An attempt has failed, and another one follows. */
  readonly retried?: string;
  /** A call has failed. */
  readonly lost?: string;
}

const say = (seen: Seen): void => console.log(JSON.stringify(seen));

const client = new DistributedClient(process.argv[2] ?? '', {
  sessionTimeoutMs: 1_000,
  attemptTimeoutMs: 500,
  health: { ejectMs: 500, maxEjectMs: 1_000 },
});
client.directory.on('changed', () => say({ list: client.directory.registered.map(keyOf) }));
client.calls.on('attempt', ({ server, code, isRetried }) => {
  if (code === undefined) say({ answered: server });
  else if (isRetried) say({ retried: server });
});

const timer = setInterval(() => {
  client
    .call('pi', 100, { idempotent: true })
    .catch((error: Error) => say({ lost: error.message }));
}, 50);

process.once('SIGTERM', () => {
  clearInterval(timer);
  void client.close().then(() => process.exit(0));
});
