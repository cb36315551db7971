// Servers of a list, and clients that call them, for the tests of ServiceClient.

import { RpcError, type Json } from '@bytes-up/protocol';
import type { RunningServer } from '@bytes-up/server-kit';
import { ServiceClient, type Attempt, type ServiceClientOptions } from '../service-client';
import { ListedServers, serve } from './made-service';

export class ServiceFixture {
  list = new ListedServers();
  /** Of all clients. */
  attempts: Attempt[] = [];
  /** Calls of `hang` that have reached a server. */
  #hanging = 0;
  /** Stopped at the end. */
  readonly running: RunningServer[] = [];
  readonly #clients: ServiceClient[] = [];

  /** A server of the list: `who` says its name, and `hang` never answers. */
  async begin(name: string, { weight = 100, port = 0 } = {}): Promise<RunningServer> {
    const server = await serve(
      {
        who: { out: 'who', handle: () => name },
        hang: {
          out: 'hang',
          handle: () => {
            this.#hanging++;
            return new Promise<Json>(() => undefined);
          },
        },
        refuse: {
          out: 'refuse',
          handle: () => {
            throw new RpcError('INVALID_ARGUMENT', 'no');
          },
        },
        busy: {
          out: 'busy',
          handle: () => {
            throw new RpcError('UNAVAILABLE', 'not now', { retryable: true });
          },
        },
      },
      { port },
    );
    this.running.push(server);
    if (port === 0) this.list.add(server, weight);
    return server;
  }

  client(options: ServiceClientOptions = {}): ServiceClient {
    const made = new ServiceClient(this.list, options);
    made.on('attempt', (attempt) => this.attempts.push(attempt));
    this.#clients.push(made);
    return made;
  }

  /** Resolves when so many calls have reached a server in all. */
  async hangs(count: number): Promise<void> {
    while (this.#hanging < count) await new Promise(setImmediate);
  }

  /** Stops and closes everything, and forgets it. */
  async clear(): Promise<void> {
    jest.restoreAllMocks();
    jest.useRealTimers();
    await Promise.all(this.running.splice(0).map((server) => server.stop()));
    await Promise.all(this.#clients.splice(0).map((client) => client.close()));
    [this.list, this.attempts, this.#hanging] = [new ListedServers(), [], 0];
  }
}

/** The names of the servers that answered, one after the other. */
export async function ask(of: ServiceClient, times: number): Promise<string> {
  let text = '';
  for (let n = 0; n < times; n++) text += (await of.call('who')) as string;
  return text;
}

/** Timers of the calls that are made from now on run when the test says so. */
export function stopTheClock(): void {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'performance'] });
}

export const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'answered',
    (error: RpcError) => error.code,
  );
