// A session outlives a connection. After a short interruption it goes on, and so do its
// ephemeral nodes. After a long one it has expired, and they are gone.

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
  console.log(`after a short interruption: ${isSame ? 'the same session' : 'another session'}`);
  console.log('does the node exist?', (await other.exists('/server')) ? 'yes' : 'no');

  const timeoutMs = server.client.getSessionTimeout(); // the one that the server granted
  const expired = once(server.client, 'expired');
  zookeeper.proxy.silence();
  zookeeper.proxy.cut();
  console.log(`interrupted for longer than ${timeoutMs} ms …`);
  await delay(2 * timeoutMs);
  console.log('does the node exist?', (await other.exists('/server')) ? 'yes' : 'no');
  zookeeper.proxy.heal();
  await expired;
  console.log('the server learns that its session has expired');
});
