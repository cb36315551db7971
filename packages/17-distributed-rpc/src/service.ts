// The client of the distributed service (chapter 17): a session with the registry, the
// list of servers, and calls to them.

import {
  Directory,
  parseServiceName,
  ServiceClient,
  ZooKeeper,
  type ServiceCallOptions,
  type ServiceClientOptions,
  type ServiceName,
} from '@bytes-up/discovery';
import type { Json } from '@bytes-up/protocol';

export interface DistributedOptions extends ServiceClientOptions {
  /** Default `/demo` and `rpc`. */
  readonly service?: Partial<ServiceName>;
  /** Milliseconds. Default 10,000. */
  readonly sessionTimeoutMs?: number;
}

/** How long a call waits for the first list, in milliseconds. */
const FIRST_LIST_MS = 5_000;

// #region service
export class DistributedClient {
  readonly directory: Directory;
  readonly calls: ServiceClient;
  /** The session with the registry. */
  readonly zookeeper: ZooKeeper;
  readonly #timeoutMs: number;

  /**
   * @param connectString `host:port[,host:port][/chroot]`
   * @throws Error for an invalid one, or an invalid name of the service
   */
  constructor(connectString: string, options: DistributedOptions = {}) {
    const { sessionTimeoutMs = 10_000, timeoutMs = 10_000 } = options;
    const service = parseServiceName(options.service);
    this.#timeoutMs = timeoutMs;
    this.zookeeper = new ZooKeeper(connectString, { sessionTimeoutMs });
    this.directory = new Directory(this.zookeeper, { service });
    // A connection belongs to one worker of its server. A pool also reaches the others.
    this.calls = new ServiceClient(this.directory, { client: { pool: { max: 10 } }, ...options });
  }

  /**
   * Calls a method at one server, and at others if that fails and may be retried.
   * @throws RpcError
   */
  async call(method: string, params: Json = null, options: ServiceCallOptions = {}): Promise<Json> {
    const { timeoutMs = this.#timeoutMs } = options;
    const beganAtMs = performance.now();
    await this.directory.ready(Math.min(FIRST_LIST_MS, timeoutMs), options.signal);
    const leftMs = timeoutMs - (performance.now() - beganAtMs);
    return this.calls.call(method, params, { ...options, timeoutMs: leftMs });
  }

  async close(): Promise<void> {
    await this.calls.close();
    this.directory.close();
    await this.zookeeper.close();
  }
}
// #endregion service
