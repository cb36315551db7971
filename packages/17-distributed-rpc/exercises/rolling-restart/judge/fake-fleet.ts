// A fake fleet whose clients keep calling every server in their lists. Each operation
// takes a few turns of the event loop, and takes effect only at its end.

import { bindMethods } from '@bytes-up/testkit';

export type Fault = 'start' | 'listed' | 'ping';

interface Server {
  isRunning: boolean;
  isInRegistry: boolean;
  /** Clients have it in their lists, and call it. */
  isCalled: boolean;
  /** It was listed and has answered a ping. */
  works: boolean;
  hasCallsInFlight: boolean;
}

/** Turns of the event loop that each operation takes. */
const TURNS = 3;

export class FakeFleet {
  readonly #servers = new Map<string, Server>();
  #started = 0;
  /** How calls were lost, in words. */
  readonly lost: string[] = [];
  /** Impossible operations. */
  readonly mistakes: string[] = [];
  /** The operations, in the order in which they started. */
  readonly log: string[] = [];
  /** The lowest and the highest number of servers at any moment. */
  leastWorking: number;
  mostRunning: number;

  /** @param fault where the new server number `faultyAt` fails */
  constructor(
    old: readonly string[],
    private readonly fault?: Fault,
    private readonly faultyAt = 2,
  ) {
    bindMethods(this);
    for (const name of old) this.#servers.set(name, servingServer());
    this.leastWorking = this.mostRunning = old.length;
  }

  get startedCount(): number {
    return this.#started;
  }

  /** The servers whose processes are running, and those that clients call. */
  get left(): { running: readonly string[]; called: readonly string[] } {
    const all = [...this.#servers];
    const namesOf = (is: (server: Server) => boolean): string[] =>
      all.filter(([, server]) => is(server)).map(([name]) => name);
    return {
      running: namesOf(({ isRunning }) => isRunning),
      called: namesOf(({ isCalled }) => isCalled),
    };
  }

  async start(): Promise<string> {
    this.#started++;
    const name = `new-${this.#started}`;
    this.log.push('start');
    await this.#turns();
    if (this.#fails('start', name)) throw new Error(`${name} does not start`);
    this.#servers.set(name, {
      ...servingServer(),
      works: false,
      isCalled: false,
      hasCallsInFlight: false,
    });
    this.#look();
    return name;
  }

  async listed(name: string): Promise<void> {
    const server = await this.#begin('listed', name);
    if (server === undefined) return;
    if (this.#fails('listed', name)) {
      server.isCalled = true; // some clients have found it
      throw new Error(`${name} is not listed in time`);
    }
    server.isCalled = server.isInRegistry;
    this.#look();
  }

  async ping(name: string): Promise<void> {
    const server = await this.#begin('ping', name);
    if (server === undefined) return;
    if (this.#fails('ping', name)) throw new Error(`${name} does not answer`);
    server.works = true;
    this.#look();
  }

  async leave(name: string): Promise<void> {
    const server = await this.#begin('leave', name);
    if (server !== undefined) server.isInRegistry = false;
  }

  async noticed(name: string): Promise<void> {
    const server = await this.#begin('noticed', name);
    if (server === undefined) return;
    if (server.isInRegistry)
      this.mistakes.push(`noticed ${name} never resolves: it is in the registry`);
    server.isCalled = false;
    this.#look();
  }

  async drained(name: string): Promise<void> {
    const server = await this.#begin('drained', name);
    if (server !== undefined) server.hasCallsInFlight = server.isCalled;
  }

  async kill(name: string): Promise<void> {
    const server = await this.#begin('kill', name);
    if (server === undefined) return;
    if (server.hasCallsInFlight) this.lost.push(`calls in flight when ${name} was killed`);
    server.isRunning = server.works = server.hasCallsInFlight = false;
    this.#look();
  }

  async #begin(operation: string, name: string): Promise<Server | undefined> {
    this.log.push(`${operation} ${name}`);
    await this.#turns();
    const server = this.#servers.get(name);
    if (server === undefined) this.mistakes.push(`${operation} ${name}: no such server`);
    return server;
  }

  /** Time passes, and clients call. */
  async #turns(): Promise<void> {
    for (let turn = 0; turn < TURNS; turn++) {
      await new Promise(setImmediate);
      for (const [name, server] of this.#servers) {
        if (!server.isCalled) continue;
        if (server.isRunning) server.hasCallsInFlight = true;
        else this.lost.push(`a call to ${name}, which was killed but still in a client's list`);
      }
    }
  }

  #look(): void {
    const all = [...this.#servers.values()];
    const count = (is: (server: Server) => boolean): number => all.filter(is).length;
    const working = count(({ isRunning, isCalled, works }) => isRunning && isCalled && works);
    this.leastWorking = Math.min(this.leastWorking, working);
    this.mostRunning = Math.max(
      this.mostRunning,
      count(({ isRunning }) => isRunning),
    );
  }

  #fails(fault: Fault, name: string): boolean {
    return this.fault === fault && name === `new-${this.faultyAt}`;
  }
}

function servingServer(): Server {
  return {
    isRunning: true,
    isInRegistry: true,
    isCalled: true,
    works: true,
    hasCallsInFlight: true,
  };
}
