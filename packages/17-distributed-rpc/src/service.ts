// The client of the distributed service: a session with the registry, the list that it keeps, and the calls that go by it.

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

/** A call waits so long for the first list, in milliseconds. */
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
   * @throws Error for a wrong one, and for a service that cannot be called so
   */
  constructor(connectString: string, options: DistributedOptions = {}) {
    const { sessionTimeoutMs = 10_000, timeoutMs = 10_000 } = options;
    const service = parseServiceName(options.service);
    this.#timeoutMs = timeoutMs;
    this.zookeeper = new ZooKeeper(connectString, { sessionTimeoutMs });
    this.directory = new Directory(this.zookeeper, { service });
    // A connection belongs to one worker of its server: a pool of them reaches the others too.
    this.calls = new ServiceClient(this.directory, { client: { pool: { max: 10 } }, ...options });
  }

  /** Calls a method at one of the servers, and at others if that fails and may be done. @throws RpcError */
  async call(method: string, params: Json = null, options: ServiceCallOptions = {}): Promise<Json> {
    const { timeoutMs = this.#timeoutMs } = options;
    const beganAtMs = performance.now();
    await this.directory.ready(Math.min(FIRST_LIST_MS, timeoutMs), options.signal);
    const leftMs = timeoutMs - (performance.now() - beganAtMs);
    return this.calls.call(method, params, { ...options, timeoutMs: Math.max(1, leftMs) });
  }

  async close(): Promise<void> {
    await this.calls.close();
    this.directory.close();
    await this.zookeeper.close();
  }
}
// #endregion service
