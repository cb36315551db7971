// Stage 2: the entry in the registry while the server runs.

import { expectEnd, expectInTime, withClients } from '@bytes-up/conformance';
import { CaseFailed, later, type JudgedCase } from '@bytes-up/testkit';
import { once } from 'node:events';
import path from 'node:path';
import { Directory } from '../../../src/registry/directory';
import { DEFAULT_SERVICE, isServer } from '../../../src/registry/node-names';
import { ServiceClient } from '../../../src/service-client';
import { ZooKeeper } from '../../../src/zookeeper/zookeeper';
import { expectNodes, serveRegistered, type Node } from './registry';

const ENTRY = 'Stage 2: the entry';
/** In ms of machine time. */
const EXITS_WITHIN_MS = 5_000;
const FIRST_LIST_MS = 4_000;

export const theEntry: readonly JudgedCase<object>[] = [
  {
    title: 'the node is an ephemeral child of /demo, with the address',
    section: ENTRY,
    run: (_exports, learner) =>
      serveRegistered(learner, [], async ({ registry, address: { host, port } }) => {
        const given = `the ready line says ${host}:${port}`;
        const data = JSON.stringify({ host, port });
        const expected = `one ephemeral node /demo/rpc0000000000 with ${data}`;
        await expectNodes(given, registry, 1, expected, (node) => isEntry(node, host, port));
      }),
  },
  {
    title: 'the course’s client finds the server, and calls it',
    section: ENTRY,
    run: (_exports, learner) =>
      serveRegistered(learner, [], async ({ registry }) => {
        const zookeeper = new ZooKeeper(registry.address);
        const directory = new Directory(zookeeper);
        const client = new ServiceClient(directory);
        try {
          const given = 'a ping by the client of chapter 15, through the registry';
          if (directory.servers.length === 0)
            await Promise.race([once(directory, 'changed'), later(FIRST_LIST_MS)]);
          const came = await expectInTime(given, 'hello', client.call('ping', 'hello'));
          if (came === 'hello') return;
          throw new CaseFailed({ given, expected: 'hello', came: JSON.stringify(came) });
        } finally {
          await client.close();
          directory.close();
          await zookeeper.close();
        }
      }),
  },
  {
    title: 'when the server dies, its entry is removed, and the program exits with code 1',
    section: ENTRY,
    run: (_exports, learner) => {
      const flags = ['--server', path.join(__dirname, 'dies-of-a-client.ts')];
      return serveRegistered(learner, flags, async ({ registry, address, server }) => {
        const given = 'a server that exits with code 3 when a client connects, and a client';
        await expectNodes('a server listens', registry, 1, 'its node');
        await withClients(address, 1, (client) => expectEnd(given, client));
        await expectNodes(given, registry, 0, 'its node to be gone, before the session times out');
        const exit = await server.exit(EXITS_WITHIN_MS);
        if (exit?.code === 1) return;
        const came =
          exit === undefined ? 'it keeps running' : (exit.signal ?? `exit code ${exit.code}`);
        throw new CaseFailed({ given, expected: 'exit code 1', came });
      });
    },
  },
];

function isEntry({ name, data, session }: Node, host: string, port: number): boolean {
  if (!isServer(name, DEFAULT_SERVICE) || session === undefined) return false;
  try {
    const entry = JSON.parse(data) as { host?: unknown; port?: unknown };
    return entry.host === host && entry.port === port;
  } catch {
    return false;
  }
}
