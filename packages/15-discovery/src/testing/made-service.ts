// Servers whose methods a test writes, and a list of servers that a test changes.

import { EventEmitter } from 'node:events';
import { pingAndPi, type Service } from '@bytes-up/protocol';
import type { RunningServer } from '@bytes-up/server-kit';
import { startServer } from '@bytes-up/single-process-async';
import type { Change } from '../registry/directory';
import { keyOf, type ServerEntry } from '../registry/entry';

/**
 * Starts the server of chapter 12 with these methods beside `ping` and `pi`.
 * @param graceMs 0 cuts its connections at its stop
 */
export function serve(
  methods: Service = {},
  { port = 0, graceMs = 0 } = {},
): Promise<RunningServer> {
  return startServer({ port, limits: { graceMs }, service: { ...pingAndPi, ...methods } });
}

export class ListedServers extends EventEmitter<{ changed: [Change] }> {
  servers: readonly ServerEntry[] = [];

  add({ address }: Pick<RunningServer, 'address'>, weight = 100): ServerEntry {
    const entry = { host: '127.0.0.1', port: address.port, weight, version: '' };
    this.servers = [...this.servers, entry];
    this.emit('changed', { added: [entry], removed: [] });
    return entry;
  }

  remove(entry: ServerEntry): void {
    this.servers = this.servers.filter((other) => keyOf(other) !== keyOf(entry));
    this.emit('changed', { added: [], removed: [entry] });
  }
}
