// A session is longer than a connection. After a short cut it goes on, and its ephemeral nodes never went. After a long one it is over,
// and so are they.

import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { CreateMode, withZooKeeper } from './zk';

void withZooKeeper(async (zookeeper) => {
  const [server, other] = [await zookeeper.connect(true), await zookeeper.connect()];
  await server.create('/server', '', CreateMode.EPHEMERAL);
  const session = server.session;

  const again = once(server.client, 'connected');
  zookeeper.proxy.cut();
  await again;
  const isSame = server.session === session;
  console.log(`cut for a moment: ${isSame ? 'the same session' : 'another session'}`);
  console.log('is the node there?', (await other.exists('/server')) ? 'yes' : 'no');

  const timeoutMs = server.client.getSessionTimeout(); // what the server has granted
  const expired = once(server.client, 'expired');
  zookeeper.proxy.silence();
  zookeeper.proxy.cut();
  console.log(`cut for longer than ${timeoutMs} ms …`);
  await delay(2 * timeoutMs);
  console.log('is the node there?', (await other.exists('/server')) ? 'yes' : 'no');
  zookeeper.proxy.heal();
  await expired;
  console.log('the server is told: its session has expired');
});
