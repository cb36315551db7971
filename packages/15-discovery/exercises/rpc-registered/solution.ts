// my/rpc, step 13: a server that registers itself, solved.
//
// Why it is not enough that ZooKeeper deletes the node when the session times out: until
// then, ten seconds by default, every client has a dead server in its list. And why the
// server leaves the registry before SIGTERM: clients call the servers in their lists, and
// a list is only as fresh as its last event. For up to half a second after the node is
// gone some of them still connect, and the server still answers.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createClient, CreateMode, State, type Client } from 'node-zookeeper-client';

const ROOT = '/demo';
/** How long to wait for the registry when the session ends, in milliseconds. */
const LEAVES_WITHIN_MS = 1_000;

/** Times in milliseconds. */
export interface Options {
  /** The file of a server with the contract of step 5. */
  readonly server: string;
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** `host:port` of the registry. */
  readonly zookeeper: string;
  readonly sessionMs: number;
  /** The time between leaving the registry and stopping, so that clients notice. */
  readonly leaveMs: number;
}

export interface RegisteredServer {
  /** Where it listens. */
  readonly address: { readonly host: string; readonly port: number };
  /** Resolves when it is in the registry for the first time. */
  readonly registered: Promise<void>;
  /** Resolves when its process has exited, for whatever reason, and its entry is gone. */
  readonly ended: Promise<void>;
  /** Leaves the registry, waits, and stops the server. Resolves when it has exited. */
  stop(): Promise<void>;
}

/**
 * Starts the server, and maintains its entry in the registry. Resolves when it listens.
 * @throws Error if it exits before that
 */
export async function startRegistered(options: Options): Promise<RegisteredServer> {
  const flags = ['--host', options.host, '--port', String(options.port)];
  // With the flags of this process, which include the hook that runs TypeScript.
  const command = [...process.execArgv, options.server, ...flags];
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const failed = exited.then(() => {
    throw new Error(`${path.basename(options.server)} exited before it listened`);
  });
  const [line] = (await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    failed,
  ])) as [string];
  failed.catch(() => undefined); // from here on, `ended` tells
  const port = Number(/:(\d+)$/.exec(line)?.[1]);
  const address = { host: options.host, port };
  const entry = new Entry(options, Buffer.from(JSON.stringify(address)));
  const ended = exited.then(() => entry.leave());
  const stop = async (): Promise<void> => {
    await entry.leave();
    await delay(options.leaveMs);
    child.kill('SIGTERM');
    await ended;
  };
  return { address, registered: entry.created, ended, stop };
}

/** A server's node in the registry, which is created again for each new session. */
class Entry {
  /** Resolves when it exists for the first time. */
  readonly created: Promise<void>;
  #onCreated!: () => void;
  #client: Client;
  #hasLeft = false;

  constructor(
    private readonly options: Pick<Options, 'zookeeper' | 'sessionMs'>,
    private readonly data: Buffer,
  ) {
    this.created = new Promise((resolve) => (this.#onCreated = resolve));
    this.#client = this.#beginSession();
  }

  /**
   * Ends the session, and with it the node. If the registry does not answer, it deletes
   * the node when the session times out.
   */
  async leave(): Promise<void> {
    this.#hasLeft = true;
    // Without a connection, close() would throw.
    if (this.#client.getState() !== State.SYNC_CONNECTED) return;
    const closed = once(this.#client, 'disconnected');
    this.#client.close();
    await Promise.race([closed, delay(LEAVES_WITHIN_MS)]);
  }

  /** The library never gives up connecting, so the registry may start later. */
  #beginSession(): Client {
    const { zookeeper, sessionMs } = this.options;
    const client = createClient(zookeeper, { sessionTimeout: sessionMs });
    let exists = false;
    client.on('connected', () => {
      if (this.#hasLeft) return client.close(); // it had no connection when it left
      // After a broken connection the session is the same, and so is the node.
      if (!exists) this.#create(client, () => (exists = true));
    });
    // The client of an expired session cannot be used any more.
    client.once('expired', () => {
      if (!this.#hasLeft) this.#client = this.#beginSession();
    });
    client.connect();
    return client;
  }

  /**
   * If the connection breaks before the response, `connected` is emitted later, and the
   * node is created again. The first try may have created one too, but clients count two
   * nodes with the same address as one server.
   */
  #create(client: Client, onCreated: () => void): void {
    client.mkdirp(ROOT, (error) => {
      if (error) return console.error(`not registered: ${error.name}`);
      const mode = CreateMode.EPHEMERAL_SEQUENTIAL;
      client.create(`${ROOT}/rpc`, this.data, mode, (failure, made) => {
        if (failure) return console.error(`not registered: ${failure.name}`);
        console.error(`registered as ${made}`);
        onCreated();
        this.#onCreated();
      });
    });
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '8080' },
      zookeeper: { type: 'string' },
      server: { type: 'string', default: path.join(__dirname, 'server.ts') },
      session: { type: 'string', default: '10000' },
      leave: { type: 'string', default: '500' },
    },
  });
  const { host, zookeeper, server } = values;
  if (zookeeper === undefined) return fail('which registry? Give --zookeeper HOST:PORT');
  const starting = startRegistered({
    host,
    zookeeper,
    server,
    port: Number(values.port),
    sessionMs: Number(values.session),
    leaveMs: Number(values.leave),
  });
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) return;
    isStopping = true;
    starting.then((started) => started.stop()).catch(() => undefined); // reported below
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  try {
    const { address, ended } = await starting;
    console.log(`listening on ${address.host}:${address.port}`);
    await ended;
    process.exit(isStopping ? 0 : 1);
  } catch (error) {
    fail((error as Error).message);
  }
}

function fail(why: string): void {
  console.error(why);
  process.exit(2);
}

// Not if another file imports this one, as step 14 does.
if (require.main === module) void main();
