// my/rpc, step 13: a server that registers itself.
// The task: npm start -- exercise 15-rpc-registered

import path from 'node:path';
import { parseArgs } from 'node:util';
// You will need these:
// import { spawn } from 'node:child_process';
// import { once } from 'node:events';
// import { createInterface } from 'node:readline';
// import { setTimeout as delay } from 'node:timers/promises';
// import { createClient, CreateMode, State, type Client } from 'node-zookeeper-client';

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
  throw new Error(`not written yet: start ${path.basename(options.server)}`);
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
  const { address } = await startRegistered({
    server: values.server,
    host: values.host,
    port: Number(values.port),
    zookeeper: values.zookeeper ?? '',
    sessionMs: Number(values.session),
    leaveMs: Number(values.leave),
  });
  console.log(`listening on ${address.host}:${address.port}`);
}

// Not if another file imports this one, as step 14 does.
if (require.main === module) void main();
