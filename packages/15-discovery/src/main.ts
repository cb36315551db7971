// A server that clients can discover: npm start -- serve 15 --zookeeper 127.0.0.1:2181
// It is the one of chapter 12, with an entry in the registry.

import { eventLoop, runServer } from '@bytes-up/server-kit';
import type { RunningServer, ServeContext, ServerOptions } from '@bytes-up/server-kit';
import { serve } from '@bytes-up/single-process-async';
import { setTimeout as delay } from 'node:timers/promises';
import { logRegistration } from './registry/log-registration';
import { Registration } from './registry/registration';
import { registrationFlags, REGISTRATION_FLAGS } from './server-flags';
import { ZooKeeper } from './zookeeper/zookeeper';

// #region start
async function start(context: ServeContext, options: ServerOptions): Promise<RunningServer> {
  const flags = registrationFlags(options);
  const server = await serve(context, options);
  const { sessionTimeoutMs, service, leaveMs } = flags;
  const zookeeper = new ZooKeeper(flags.zookeeper, { sessionTimeoutMs });
  const registration = new Registration(zookeeper, flags.entry(server.address.port), service);
  logRegistration(zookeeper, registration, (line) => context.log(line));
  return {
    address: server.address,
    stop: async () => {
      await registration.leave(); // first, so that no new client finds it
      await delay(leaveMs); // until the clients that know it have the new list
      await server.stop();
      await zookeeper.close();
    },
  };
}
// #endregion start

void runServer({
  name: '15-discovery',
  summary: 'The server of chapter 12, registered in ZooKeeper.',
  strings: REGISTRATION_FLAGS,
  engines: { net: eventLoop(start) },
});
