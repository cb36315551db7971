// The servers of a changing list, with a client for each (chapter 15).

import { Client, type ClientOptions } from '@bytes-up/client';
import type { Change } from '../registry/directory';
import { keyOf, type ServerEntry } from '../registry/entry';
import type { Candidate } from './policy';

/** The source of the servers: a Directory, or a fixed list. */
export interface Servers {
  readonly servers: readonly ServerEntry[];
  /** Why the list may be outdated or empty; undefined when it is current. */
  readonly trouble?: string | undefined;
  on(event: 'changed', listener: (change: Change) => void): unknown;
  off(event: 'changed', listener: (change: Change) => void): unknown;
}

/** A server, and the client for it. */
export interface KnownServer extends Candidate {
  readonly client: Client;
  weight: number;
  pending: number;
}

export class KnownServers {
  readonly #servers = new Map<string, KnownServer>();
  #all: readonly KnownServer[] = [];
  /**
   * The clients of servers that left the list, until their calls in flight have ended.
   */
  readonly #ending = new Set<Promise<void>>();

  /** @param onRemoved called for each server that leaves the list */
  constructor(
    private readonly source: Servers,
    private readonly options: Omit<ClientOptions, 'retries'> | undefined,
    private readonly onRemoved: (key: string) => void,
  ) {
    source.on('changed', this.#onChanged);
    this.#onChanged({ added: source.servers, removed: [] });
  }

  /** The same array until the list changes. */
  get all(): readonly KnownServer[] {
    return this.#all;
  }

  get(key: string): KnownServer | undefined {
    return this.#servers.get(key);
  }

  async close(): Promise<void> {
    this.source.off('changed', this.#onChanged);
    for (const key of [...this.#servers.keys()]) this.#remove(key);
    this.#all = [];
    await Promise.all(this.#ending);
  }

  // #region changed
  readonly #onChanged = ({ added, removed }: Change): void => {
    for (const entry of added) {
      const known = this.#servers.get(keyOf(entry));
      if (known === undefined) this.#servers.set(keyOf(entry), this.#add(entry));
      else known.weight = entry.weight;
    }
    for (const entry of removed) this.#remove(keyOf(entry));
    this.#all = [...this.#servers.values()];
  };

  #add(entry: ServerEntry): KnownServer {
    const { host, port, weight } = entry;
    const client = new Client({ host, port }, { ...this.options, retries: { attempts: 1 } });
    return { key: keyOf(entry), weight, pending: 0, client };
  }

  /** It gets no new call. Those in flight may end. */
  #remove(key: string): void {
    const server = this.#servers.get(key);
    if (server === undefined) return;
    this.#servers.delete(key);
    this.onRemoved(key);
    const ended = server.client.close().finally(() => this.#ending.delete(ended));
    this.#ending.add(ended);
  }
  // #endregion changed
}
