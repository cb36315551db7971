// The library's own client, for what a test does to the registry and a server never does:
// permissions, and data that changes.

import { ACL, createClient, Id, Permission, type Client } from 'node-zookeeper-client';
import { once } from 'node:events';

export class RawClient {
  readonly #client: Client;

  private constructor(address: string) {
    this.#client = createClient(address);
  }

  static async connect(address: string): Promise<RawClient> {
    const raw = new RawClient(address);
    raw.#client.connect();
    await once(raw.#client, 'connected');
    return raw;
  }

  setData(path: string, data: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#client.setData(path, data, (error) => {
        if (error === null || error === undefined) resolve();
        else reject(new Error(String(error)));
      });
    });
  }

  /** What everybody may do with a node: some of `Permission`. */
  permit(path: string, permissions: number): Promise<void> {
    const acl = new ACL(permissions, new Id('world', 'anyone'));
    return new Promise((resolve, reject) => {
      this.#client.setACL(path, [acl], -1, (error) => {
        if (error === null || error === undefined) resolve();
        else reject(new Error(String(error)));
      });
    });
  }

  async close(): Promise<void> {
    const closed = once(this.#client, 'disconnected');
    this.#client.close();
    await closed;
  }
}

export { Permission };
