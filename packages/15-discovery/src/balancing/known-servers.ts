// The servers of a list that changes, and a client for each (chapter 15).

import { Client, type ClientOptions } from '@bytes-up/client';
import type { Change } from '../registry/directory';
import { keyOf, type ServerEntry } from '../registry/entry';
import type { Candidate } from './policy';

/** Where the servers come from: a Directory, or a list that never changes. */
export interface Servers {
  readonly servers: readonly ServerEntry[];
  /** Why there may be others, or none; undefined when all is well. */
  readonly trouble?: string | undefined;
  on(event: 'changed', listener: (change: Change) => void): unknown;
  off(event: 'changed', listener: (change: Change) => void): unknown;
}

/** A server that is known, and the way to it. */
export interface KnownServer extends Candidate {
  readonly client: Client;
  weight: number;
  pending: number;
}

export class KnownServers {
  readonly #servers = new Map<string, KnownServer>();
  /** Clients of servers that have left the list: their calls in flight end first. */
  readonly #ending = new Set<Promise<void>>();

  /** @param onParted is told of each server that has left */
  constructor(
    private readonly source: Servers,
    private readonly options: Omit<ClientOptions, 'retries'> | undefined,
    private readonly onParted: (key: string) => void,
  ) {
    source.on('changed', this.#onChanged);
    this.#onChanged({ added: source.servers, removed: [] });
  }

  get all(): readonly KnownServer[] {
    return [...this.#servers.values()];
  }

  get(key: string): KnownServer | undefined {
    return this.#servers.get(key);
  }

  async close(): Promise<void> {
    this.source.off('changed', this.#onChanged);
    for (const key of [...this.#servers.keys()]) this.#part(key);
    await Promise.all(this.#ending);
  }

  // #region changed
  readonly #onChanged = ({ added, removed }: Change): void => {
    for (const entry of added) {
      const known = this.#servers.get(keyOf(entry));
      if (known === undefined) this.#servers.set(keyOf(entry), this.#meet(entry));
      else known.weight = entry.weight;
    }
    for (const entry of removed) this.#part(keyOf(entry));
  };

  #meet(entry: ServerEntry): KnownServer {
    const { host, port, weight } = entry;
    const client = new Client({ host, port }, { ...this.options, retries: { attempts: 1 } });
    return { key: keyOf(entry), weight, pending: 0, client };
  }

  /** No new call goes there. Those in flight may end. */
  #part(key: string): void {
    const server = this.#servers.get(key);
    if (server === undefined) return;
    this.#servers.delete(key);
    this.onParted(key);
    const ended = server.client.close().finally(() => this.#ending.delete(ended));
    this.#ending.add(ended);
  }
  // #endregion changed
}
