// The process that keeps a server's entry in the registry (chapter 17). It is a separate
// process because one that forks must own no socket but the listening one: its children
// would read from the others, too.

import {
  logRegistration,
  Registration,
  ZooKeeper,
  type ServerEntry,
  type ServiceName,
} from '@bytes-up/discovery';
import { createLog } from '@bytes-up/server-kit';

/** Its only argument, as JSON, from the supervisor. */
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
  process.on('SIGINT', () => undefined); // ctrl-C is handled by the supervisor
  let leaving: Promise<void> | undefined;
  // It may come twice: when the supervisor dies, each of its threads that was a parent of
  // this process sends it.
  process.on('SIGTERM', () => {
    leaving ??= registration
      .leave()
      .then(() => zookeeper.close())
      .then(() => process.exit(0));
  });
}
// #endregion registrar

main();
