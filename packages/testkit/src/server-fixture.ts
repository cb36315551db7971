// A server and its clients, for the tests of the server chapters: `afterEach(() => fixture.clear())` ends all that a test began.

import { eventually } from './eventually';
import type { ServerProcess } from './server-process';
import { TestClient } from './client';
import { launch, type StartedServer } from './launch';

/** The end of a server is waited for so long: long, since the machine may be busy. */
const ENDS_WITHIN_MS = 60_000;
/** And a line of its log. */
const LOGGED_WITHIN_MS = 60_000;

export class ServerFixture {
  readonly #servers: StartedServer[] = [];
  readonly #clients: TestClient[] = [];

  /** Starts a server. The clients that come next are its. */
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

  /** A client that is connected: the kernel has seen to that. */
  async client(): Promise<TestClient> {
    const client = await TestClient.connect(this.server.address);
    this.#clients.push(client);
    return client;
  }

  /** A client that is served: it has an answer. */
  async served(): Promise<TestClient> {
    const client = await this.client();
    await client.call({ in: 'ping' });
    return client;
  }

  /** As `openings`, of the server that was started last. */
  openings(count: number): Promise<readonly string[]> {
    return openings(this.server.process, count);
  }

  /** Signals the server and waits for its end. @returns how it ended */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): ReturnType<ServerProcess['finished']> {
    this.server.process.signal(signal);
    return this.server.process.finished(ENDS_WITHIN_MS);
  }

  /** Ends the clients and the servers, with all that is in their process groups. */
  async clear(): Promise<void> {
    for (const client of this.#clients.splice(0)) client.close();
    for (const { process } of this.#servers.splice(0)) await process.stop(0);
  }
}

/** Who served the connections of a server, by its log, in the order in which they opened: `process 4711`. */
export function servedBy(log: readonly string[]): readonly string[] {
  return log.flatMap(
    (line) => /^((?:process|thread) \d+) connection .* opened$/.exec(line)?.[1] ?? [],
  );
}

/**
 * Who serves, by a server's log: `process 4711` for each connection, in the order in which they opened. Waits until so many
 * have: the log comes through a pipe, and may come after the answer.
 */
export async function openings(server: ServerProcess, count: number): Promise<readonly string[]> {
  const names = (): readonly string[] => servedBy(server.log);
  const opened = await eventually(() => names().length >= count, LOGGED_WITHIN_MS);
  if (!opened) throw new Error(`only these were opened: ${names().join(', ')}`);
  return names();
}
