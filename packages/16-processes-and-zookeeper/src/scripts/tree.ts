// ZooKeeper's tree: nodes with names, bytes and children, nodes with a number at the end,
// and nodes that are deleted with their session.

import { once } from 'node:events';
import { CreateMode, withZooKeeper } from './zk';

void withZooKeeper(async (zookeeper) => {
  const zk = await zookeeper.connect();
  await zk.create('/course', 'RPC from the bytes up');
  await zk.create('/course/16', 'processes');
  console.log(
    '/course holds',
    JSON.stringify(await zk.data('/course')),
    await zk.children('/course'),
  );

  await zk.create('/course/queue');
  for (const who of ['ada', 'grace', 'ada'])
    await zk.create(`/course/queue/${who}-`, '', CreateMode.PERSISTENT_SEQUENTIAL);
  console.log('the parent numbers its children:', await zk.children('/course/queue'));

  const server = await zookeeper.connect();
  await zk.create('/course/servers');
  for (const port of [8080, 8081]) {
    const value = JSON.stringify({ host: '127.0.0.1', port });
    await server.create('/course/servers/rpc', value, CreateMode.EPHEMERAL_SEQUENTIAL);
  }
  console.log('two servers:', await zk.children('/course/servers'));
  const closed = once(server.client, 'disconnected');
  server.client.close();
  await closed;
  console.log('after their session is closed:', await zk.children('/course/servers'));
  await zk.removeAll('/course');
});
