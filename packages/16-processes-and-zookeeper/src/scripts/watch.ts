// A watch fires once, so it must be set again. A change between the read and the setting
// is missed. ZooKeeper can do both in one operation, and then no change is missed.

import { CreateMode, withZooKeeper, type Zk } from './zk';

void withZooKeeper(async (zookeeper) => {
  const [client, server] = [await zookeeper.connect(), await zookeeper.connect()];
  for (const [name, begin] of [
    ['read the list, then arm the watch', readThenWatch],
    ['read the list and arm the watch in one operation', readAndWatch],
  ] as const) {
    await server.create('/servers');
    let fired = false;
    const list = await begin(client, server, () => (fired = true));
    await client.exists('/servers'); // an event would arrive before this answer
    console.log(`${name}:`);
    console.log(
      `  the client's list is [${list.join()}], the tree has [${(await server.children('/servers')).join()}]`,
    );
    console.log(
      fired
        ? '  the watch fired: it reads the list again'
        : '  no watch fired: it missed the change',
    );
    await server.removeAll('/servers');
  }
});

const join = (server: Zk): Promise<string> =>
  server.create('/servers/rpc', '', CreateMode.EPHEMERAL_SEQUENTIAL);

// #region read-then-watch
async function readThenWatch(client: Zk, server: Zk, watch: () => void): Promise<string[]> {
  const list = await client.children('/servers');
  await join(server); // between the two
  await client.childrenAndWatch('/servers', watch); // the result is ignored
  return list;
}
// #endregion read-then-watch

// #region read-and-watch
async function readAndWatch(client: Zk, server: Zk, watch: () => void): Promise<string[]> {
  const list = await client.childrenAndWatch('/servers', watch);
  await join(server); // after the one operation; before it, it would be in the list
  return list;
}
// #endregion read-and-watch
