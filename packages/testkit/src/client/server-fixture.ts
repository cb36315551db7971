// A server and its clients, for the tests of the server chapters: with `afterEach(() =>
// fixture.clear())`, nothing that a test started is left.

import { launch, type StartedServer } from '../process/launch';
import type { Exit, ServerProcess } from '../process/server-process';
import { openings } from './server-log';
import { TestClient } from './test-client';

/** How long to wait for a server to end; the machine may be busy. */
const ENDS_WITHIN_MS = 60_000;

export class ServerFixture {
  readonly #servers: StartedServer[] = [];
  readonly #clients: TestClient[] = [];

  /** Starts a server. Clients connect to the server that was started last. */
  async serve(...command: readonly string[]): Promise<ServerProcess> {
    const started = await launch(command);
    this.#servers.unshift(started);
    return started.process;
  }

  /** The server that was started last. */
  get server(): StartedServer {
    const [server] = this.#servers;
    if (server === undefined) throw new Error('no server was started');
    return server;
  }

  /**
   * A connected client. The kernel connects it: the server may not have accepted it yet.
   */
  async client(): Promise<TestClient> {
    const client = await TestClient.connect(this.server.address);
    this.#clients.push(client);
    return client;
  }

  /** A client that has got an answer, so the server has accepted it. */
  async served(): Promise<TestClient> {
    const client = await this.client();
    await client.call({ in: 'ping' });
    return client;
  }

  /** The workers that serve this many connections (server-log.ts). */
  openings(count: number): Promise<readonly string[]> {
    return openings(this.server.process, count);
  }

  /** Signals the server and waits for its end. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Exit | undefined> {
    this.server.process.signal(signal);
    return this.server.process.finished(ENDS_WITHIN_MS);
  }

  /** Ends the clients, and the servers with their whole process groups. */
  async clear(): Promise<void> {
    for (const client of this.#clients.splice(0)) client.close();
    for (const { process } of this.#servers.splice(0)) await process.stop(0);
  }
}
