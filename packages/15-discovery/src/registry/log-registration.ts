// The log lines of a server's registration (chapter 15).

import { isLoopback } from './advertised';
import type { Registration } from './registration';
import type { ZooKeeper } from '../zookeeper/zookeeper';

/** One line for each change. A failure that repeats is logged once. */
export function logRegistration(
  zookeeper: ZooKeeper,
  registration: Registration,
  log: (line: string) => void,
): void {
  let told: string | undefined;
  const { host } = registration.entry;
  if (isLoopback(host) && !zookeeper.servers.every(isLoopback))
    log(
      `registering ${host}, which only this machine can reach; --advertise names another address`,
    );
  zookeeper.on('trouble', (why) => log(`registry: ${why}; reconnecting`));
  registration.on('registered', (path) => {
    told = undefined;
    log(`registered as ${path}`);
  });
  registration.on('failed', ({ message }) => {
    if (message !== told) log(`not registered: ${message}; retrying`);
    told = message;
  });
}
