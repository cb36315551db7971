import { once } from 'node:events';
import { DEFAULT_SERVICE } from '../../../src/registry/node-names';
import { ZooKeeper } from '../../../src/zookeeper/zookeeper';
import { withLooks, withRegistry } from './registry';

test('a node that is removed during a look is not there, and the look goes on', async () => {
  const { root } = DEFAULT_SERVICE;
  await withRegistry((registry) =>
    withLooks(registry, async (look) => {
      const zookeeper = new ZooKeeper(registry.address, { sessionTimeoutMs: 10_000 });
      const data = jest.spyOn(ZooKeeper.prototype, 'data');
      try {
        await once(zookeeper, 'connected');
        await zookeeper.mkdirp(`${root}/rpc0000000000`);
        data.mockImplementationOnce(async (path) => {
          await zookeeper.remove(path); // after the look has asked whether it exists
          return zookeeper.data(path);
        });
        expect(await look()).toEqual([]);
        expect(data).toHaveBeenCalledTimes(2);
      } finally {
        data.mockRestore();
        await zookeeper.close();
      }
    }),
  );
});
