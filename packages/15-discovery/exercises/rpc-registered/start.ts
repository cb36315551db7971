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
  /** 0 takes a free one. */
  readonly port: number;
  /** `host:port` of the registry. */
  readonly zookeeper: string;
  readonly sessionMs: number;
  /** From leaving the registry to stopping, so that clients notice. */
  readonly leaveMs: number;
}

export interface RegisteredServer {
  /** Where it listens. */
  readonly address: { readonly host: string; readonly port: number };
  /** Resolves when it is in the registry for the first time. */
  readonly registered: Promise<void>;
  /** Resolves when its process has ended, for whatever reason, and its entry is gone. */
  readonly ended: Promise<void>;
  /** Leaves the registry, waits, and stops the server. Resolves when it has ended. */
  stop(): Promise<void>;
}

/**
 * Starts the server, and keeps an entry for it in the registry. Resolves when it listens.
 * @throws Error if it ends before
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

// Not when another file imports this one, as step 14 does.
if (require.main === module) void main();
