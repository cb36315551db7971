// The process that keeps a server's place in the registry (chapter 17). It is a process of its own: one that forks must not own a
// socket but the listening one, for its children would read from it too.

import {
  logRegistration,
  Registration,
  ZooKeeper,
  type ServerEntry,
  type ServiceName,
} from '@bytes-up/discovery';
import { createLog } from '@bytes-up/server-kit';

/** What the supervisor tells it, as JSON, in its one argument. */
export interface Order {
  readonly zookeeper: string;
  readonly sessionTimeoutMs: number;
  readonly service: ServiceName;
  readonly entry: ServerEntry;
  readonly quiet: boolean;
}

// #region registrar
function main(): void {
  const order = JSON.parse(process.argv[2] ?? '') as Order;
  const log = createLog(order);
  const { sessionTimeoutMs, entry, service } = order;
  const zookeeper = new ZooKeeper(order.zookeeper, { sessionTimeoutMs });
  const registration = new Registration(zookeeper, entry, service);
  logRegistration(zookeeper, registration, log);
  process.on('SIGINT', () => undefined); // ctrl-C reaches the whole group: what it means is the supervisor's business
  let leaving: Promise<void> | undefined;
  // It may come twice: a supervisor that dies hands its children from thread to thread, and each of them is a parent that has died.
  process.on('SIGTERM', () => {
    leaving ??= registration
      .leave()
      .then(() => zookeeper.close())
      .then(() => process.exit(0));
  });
}
// #endregion registrar

main();
