// What happens between the list of servers and the questions about each of them.

import { ZooKeeperError } from '@bytes-up/discovery';
import { lookAtServers, type Registry } from './look-at-servers';

const SERVICE = { root: '/demo', name: 'server' };
const gone = (operation: string) => new ZooKeeperError('NO_NODE', operation, 'NO_NODE');

/** A registry with these nodes, each with its data or with what reading it throws. */
function registryOf(nodes: Readonly<Record<string, string | Error>>): Registry {
  return {
    children: (): Promise<string[]> => Promise.resolve(Object.keys(nodes)),
    data: (path: string): Promise<Buffer> => {
      const found = nodes[path.slice(SERVICE.root.length + 1)] ?? gone('data');
      return found instanceof Error ? Promise.reject(found) : Promise.resolve(Buffer.from(found));
    },
  };
}

test('a server that leaves after the list was read is not shown', async () => {
  const registry = registryOf({ server0000000000: gone('data'), server0000000001: 'no entry' });
  expect(await lookAtServers(registry, SERVICE)).toMatchObject([
    { node: '/demo/server0000000001', entry: undefined, isWell: false },
  ]);
});

test('a service without a node in the registry has no servers', async () => {
  const registry = { ...registryOf({}), children: () => Promise.reject(gone('children')) };
  expect(await lookAtServers(registry, SERVICE)).toEqual([]);
});

test('a registry that is lost meanwhile is an error, and no server that does not answer', async () => {
  const lost = new ZooKeeperError('CONNECTION_LOSS', 'data', 'CONNECTION_LOSS');
  const looked = lookAtServers(registryOf({ server0000000000: lost }), SERVICE);
  await expect(looked).rejects.toBe(lost);
});
