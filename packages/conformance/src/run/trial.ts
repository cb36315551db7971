// One run of one case: the server under test, the case's connections and processes, and
// its transcript. Everything that a case opened is closed when it ends.

import { setTimeout as delay } from 'node:timers/promises';
import type { Limits } from '@bytes-up/protocol';
import { LaunchError, machineClock, request, ServerProcess, type Exit } from '@bytes-up/testkit';
import { expectAnswer } from '../client/answers';
import { Connection } from '../client/connection';
import { check, fail } from '../client/failure';
import { Transcript } from '../client/transcript';
import type { CaseLimits } from '../case-limits';
import type { Model } from '../model';

/** The address of a server, and its process if this run started it. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly process?: ServerProcess;
}

export interface TrialOptions {
  readonly model: Model;
  readonly address: Address;
  /** The limits of the server at that address. */
  readonly limits: Limits;
  readonly patienceMs: number;
  readonly cycles: number;
  /**
   * The command without host and port; undefined for a target that was already running.
   */
  readonly command: readonly string[] | undefined;
  readonly cwd: string | undefined;
  /** The contract's flags for these limits (instances.ts). */
  readonly flagsFor: (limits: CaseLimits) => readonly string[];
  /** The limits that apply to a server started with these. */
  readonly limitsOf: (limits: CaseLimits) => Limits;
}

export interface LaunchOptions {
  /** Flags besides those of the limits. */
  readonly flags?: readonly string[];
  /** Default: a free port. */
  readonly port?: number;
  readonly terminal?: boolean;
}

/** The largest factor of `stretched`, however busy the machine is. */
const MAX_STRETCH = 10;

/** How long a process that is ending may take, in ms of machine time. */
const EXIT_SHOWS_MS = 300;

export class Trial {
  readonly transcript = new Transcript();
  readonly model: Model;
  readonly address: Address;
  readonly limits: Limits;
  /** How long to wait for an answer or another event, in milliseconds. */
  readonly patienceMs: number;
  /** How often case 10.4/cycles starts and stops the server. */
  readonly cycles: number;
  readonly #options: TrialOptions;
  readonly #connections: Connection[] = [];
  readonly #processes: ServerProcess[] = [];
  /** The server that this case started last. */
  #launched: ServerProcess | undefined;
  #inVain = 0;
  #isOver = false;
  readonly #startedAtMs = performance.now();
  readonly #startedAtMachineMs = machineClock.now();

  constructor(options: TrialOptions) {
    this.#options = options;
    this.model = options.model;
    this.address = options.address;
    this.limits = options.limits;
    this.patienceMs = options.patienceMs;
    this.cycles = options.cycles;
  }

  /** Connects to the server under test, or to one that this case started. */
  async connect(address: Address = this.address): Promise<Connection> {
    const connection = await Connection.open({
      host: address.host,
      port: address.port,
      name: `#${this.#connections.length + 1}`,
      transcript: this.transcript,
      patienceMs: this.patienceMs,
      maxAnswerBytes: this.limits.maxFrameBytes,
    });
    this.#connections.push(connection);
    return connection;
  }

  /** Makes a valid call, which proves that the connection still works. */
  async ping(connection: Connection, word = 'still there'): Promise<void> {
    connection.send(request({ in: 'ping', params: word, id: word }));
    await expectAnswer(connection, { out: 'pong', result: word, id: word });
  }

  /**
   * Closes the given connections and makes a valid call on a new one, which proves that
   * the server is still running.
   */
  async stillServes(...left: readonly Connection[]): Promise<void> {
    for (const connection of left) connection.destroy();
    const connection = await this.connect();
    await this.ping(connection, 'a new client');
    connection.destroy();
  }

  /** The process of the server under test. Only for cases that need `process`. */
  get process(): ServerProcess {
    return this.address.process ?? fail('a process that this run started', 'none');
  }

  /**
   * Starts a server for this case, with the contract's flags for these limits, and waits
   * until it is ready.
   */
  async launch(
    limits: CaseLimits = {},
    { flags = [], port = 0, terminal = false }: LaunchOptions = {},
  ): Promise<Address & { readonly process: ServerProcess }> {
    const where = ['--host', '127.0.0.1', '--port', String(port)];
    const process = this.start([...where, ...this.#options.flagsFor(limits), ...flags], {
      terminal,
    });
    try {
      const address = await process.ready();
      this.#launched = process;
      return { ...address, process };
    } catch (error) {
      if (error instanceof LaunchError) fail('a server that starts', `none: ${error.message}`);
      throw error;
    }
  }

  /** The limits of a server that `launch` starts: these, if it understands the flags. */
  limitsOf(limits: CaseLimits): Limits {
    return this.#options.limitsOf(limits);
  }

  /**
   * Starts the command with exactly these arguments after its own, in a terminal if
   * wanted.
   */
  start(args: readonly string[], { terminal = false } = {}): ServerProcess {
    const { command, cwd } = this.#options;
    if (command === undefined) throw new Error('the case must declare that it needs a process');
    const process = new ServerProcess([...command, ...args], { cwd, terminal });
    this.transcript.note('run', `process ${process.pid} started with ${args.join(' ')}`);
    this.#processes.push(process);
    return process;
  }

  /** Signals every process of a server that this case started, as a terminal does. */
  signalGroup(process: ServerProcess, name: NodeJS.Signals): void {
    this.transcript.note('run', `${name} sent to the process group ${process.pid}`);
    process.killGroup(name);
  }

  /** Sends a signal to a server that this case started. */
  signal(process: ServerProcess, name: NodeJS.Signals): void {
    this.transcript.note('run', `${name} sent to process ${process.pid}`);
    process.signal(name);
  }

  /** Waits for a process to exit and checks its exit code. */
  async exits(process: ServerProcess, code: number, withinMs: number): Promise<void> {
    const exit = await process.exit(withinMs);
    const expected = `exit code ${code} within ${withinMs} ms`;
    check(exit !== undefined, expected, 'a process that is still running');
    this.transcript.note('run', `process ${process.pid} exited: ${exit.signal ?? exit.code}`);
    check(exit.code === code, expected, exit.signal ?? `exit code ${exit.code}`);
  }

  /**
   * Scales a time, or a number of calls, so that something else can happen meanwhile:
   * what is enough on a quiet machine, times how busy the machine was during this case.
   */
  stretched(quiet: number): number {
    const tookMachineMs = machineClock.now() - this.#startedAtMachineMs;
    const stretch = (performance.now() - this.#startedAtMs) / Math.max(1, tookMachineMs);
    return Math.ceil(quiet * Math.min(Math.max(1, stretch), MAX_STRETCH));
  }

  /**
   * How long to wait for the answer to a call that takes `ms` itself. A machine that is
   * no longer busy gives a stretched call no extra machine time.
   */
  patienceAfter(ms: number): number {
    return this.patienceMs + ms;
  }

  /**
   * Lets time pass because the clause is about time. Never use it to wait for an event.
   */
  async pass(ms: number): Promise<void> {
    this.transcript.note('run', `waiting for ${ms} ms`);
    await delay(ms);
  }

  /**
   * Records that an attempt within the case proved nothing, because this process stalled,
   * and is repeated. Closes its connections: a server that serves one client at a time
   * would serve the next attempt only after them, and that would look like a stall again.
   * @throws Error when the case has timed out, since otherwise it would never end
   */
  provedNothing(why: string): void {
    if (this.#isOver) throw new Error('the case is over');
    this.#inVain++;
    this.transcript.note('run', `attempt proved nothing (${why}), repeating it`);
    this.#closeConnections();
  }

  /** How many attempts within the case proved nothing. */
  get inVain(): number {
    return this.#inVain;
  }

  /**
   * How the case's server has ended by itself, if it has. A client sees the end of a
   * connection before the end of the process, so this waits for the process then.
   */
  async serverExit(): Promise<Exit | undefined> {
    const server = this.#launched ?? this.address.process;
    const isCut = this.#connections.some(({ ending }) => ending !== undefined);
    if (isCut || server?.exited !== undefined) await server?.finished(EXIT_SHOWS_MS);
    return server?.endedByItself;
  }

  /** Closes everything that the case left open. */
  async dispose(): Promise<void> {
    this.#isOver = true;
    this.#closeConnections();
    await Promise.all(this.#processes.map((process) => process.stop(0)));
  }

  #closeConnections(): void {
    for (const connection of this.#connections) connection.destroy();
  }

  /** What the case's own servers printed on standard error, for the report. */
  get stderr(): string {
    return this.#processes.map((process) => process.stderr).join('');
  }
}
