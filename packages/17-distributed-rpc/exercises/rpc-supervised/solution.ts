// my/rpc, step 14: a service that loses no call, solved.
//
// Why the new server is started before the old one leaves: otherwise there is one server
// fewer during each replacement, and a service with a single server has none. And why a
// server that keeps crashing is not restarted at once: it would use a whole core just to
// fail, and flood its log so that the first message is hard to find.

import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startRegistered, type Options, type RegisteredServer } from './registered';

const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 2_000;
/** A server that ran for this long did not fail at its start. */
const STEADY_MS = 1_000;

const stopping = new AbortController();
/** All servers that run or are starting: one more than places in a rolling restart. */
const running = new Set<Promise<RegisteredServer>>();

/** Starts a server, prints its ready line, and forgets it when it has exited. */
function start(options: Options): Promise<RegisteredServer> {
  const starting = startRegistered(options);
  running.add(starting);
  starting
    .then(({ address, ended }) => {
      console.log(`listening on ${address.host}:${address.port}`);
      return ended;
    })
    .catch((error: Error) => console.error(error.message))
    .finally(() => running.delete(starting));
  return starting;
}

/** Keeps one server running. */
class Place {
  #server: Promise<RegisteredServer>;

  constructor(private readonly options: Options) {
    this.#server = start(options);
  }

  /** Restarts the server whenever it ends, until the stop. */
  async keep(): Promise<void> {
    const { signal } = stopping;
    let failures = 0;
    while (!signal.aborted) {
      const server = this.#server;
      const startedAtMs = performance.now();
      await endOf(server);
      if (this.#server !== server) continue; // it was replaced
      if (performance.now() - startedAtMs > STEADY_MS) failures = 0;
      const pauseMs = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures++);
      // the stop ends it
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
      if (this.#server === server && !signal.aborted) this.#server = start(this.options);
    }
  }

  /** @throws Error if the new server does not start; the old one keeps running */
  async replace(): Promise<void> {
    const starting = start(this.options);
    const { registered, ended } = await starting;
    const canBeFound = await Promise.race([registered.then(() => true), ended.then(() => false)]);
    if (stopping.signal.aborted) return;
    if (!canBeFound) throw new Error('it exited before it was registered');
    const old = this.#server;
    this.#server = starting;
    await old.then((server) => server.stop()).catch(() => undefined);
  }
}

/** Resolves when it has ended or could not be started. */
function endOf(server: Promise<RegisteredServer>): Promise<void> {
  return server.then(({ ended }) => ended).catch(() => undefined);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      host: { type: 'string', default: '127.0.0.1' },
      servers: { type: 'string', default: '3' },
      zookeeper: { type: 'string' },
      server: { type: 'string', default: path.join(__dirname, 'server.ts') },
      session: { type: 'string', default: '10000' },
      leave: { type: 'string', default: '500' },
    },
  });
  const { host, zookeeper, server } = values;
  if (zookeeper === undefined) {
    console.error('which registry? Give --zookeeper HOST:PORT');
    process.exit(2);
  }
  const times = { sessionMs: Number(values.session), leaveMs: Number(values.leave) };
  const options = { host, zookeeper, server, port: 0, ...times };
  const places = Array.from({ length: Number(values.servers) }, () => new Place(options));

  let rolling = Promise.resolve();
  process.on('SIGHUP', () => {
    rolling = rolling.then(() => replaceAll(places));
  });
  const stop = (): void => {
    if (stopping.signal.aborted) return;
    stopping.abort();
    for (const each of running) each.then((started) => started.stop()).catch(() => undefined);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  await Promise.all(places.map((place) => place.keep()));
  while (running.size > 0) await Promise.all([...running].map(endOf));
  process.exit(0);
}

/** One after another, up to the first that does not start. */
async function replaceAll(places: readonly Place[]): Promise<void> {
  for (const place of places) {
    if (stopping.signal.aborted) return;
    try {
      await place.replace();
    } catch {
      return console.error('rolling restart aborted: a new server did not start');
    }
  }
}

void main();
