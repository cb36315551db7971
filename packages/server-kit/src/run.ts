// A server command with an event loop, from its flags to its exit. A server that blocks uses the parts by itself.

import { constants } from 'node:os';
import { pingAndPi, testMethods, type Service } from '@bytes-up/protocol';
import { boundConnections } from './descriptors';
import { createLog, type Log } from './log';
import { parseServerOptions, UsageError } from './options';
import type { ServerOptions, ServerSpec } from './options';
import { listenError, printReady, type Address } from './ready';
import { createTrace, type Trace } from './trace';

/** What a model needs to serve. */
export interface ServerContext extends Omit<ServerOptions, 'trace'> {
  /** Who serves, at the head of a connection's name in the log: `process 4711 `; empty where there is only one. */
  readonly who: string;
  readonly service: Service;
  readonly log: Log;
  readonly trace: Trace | undefined;
}

/** A server that serves. */
export interface RunningServer {
  /** Where it listens, with the port that it really has. */
  readonly address: Address;
  /** Stops as section 10 of the protocol says; resolves when the last connection is closed. Never rejects. */
  stop(): Promise<void>;
}

/**
 * Runs a server command: reads the flags, starts the server, prints the ready line, stops on SIGTERM or SIGINT.
 * Ends the process: 0 when it was stopped, 2 when it could not start, 128 + the signal's number at a second signal.
 */
// #region run
export async function runServerCommand(
  spec: ServerSpec,
  start: (context: ServerContext) => Promise<RunningServer>,
  argv: readonly string[] = process.argv.slice(2),
): Promise<void> {
  try {
    const options = parseServerOptions(spec, argv);
    const server = await start(serverContext(options)).catch((error: unknown) => {
      throw listenError(error, options);
    });
    // Handlers first: whoever reads the ready line may signal at once.
    stopOnSignals(server);
    printReady(server.address);
  } catch (error) {
    refuseToRun(spec, error);
  }
}
// #endregion run

/** A command that cannot run says why in one line (clause 14.2). @throws every error that is not a UsageError */
export function refuseToRun(spec: ServerSpec, error: unknown): void {
  if (!(error instanceof UsageError)) throw error;
  if (error.message !== '') process.stderr.write(`${spec.name}: ${error.message}\n`);
  process.exitCode = error.exitCode;
}

/** The context of a process that serves. @param who see ServerContext */
export function serverContext(options: ServerOptions, who = ''): ServerContext {
  const log = createLog(options);
  return {
    ...options,
    limits: boundConnections(options.limits, (line) => log(who + line)),
    who,
    service: options.testMethods ? { ...pingAndPi, ...testMethods() } : pingAndPi,
    log,
    trace: options.trace ? createTrace() : undefined,
  };
}

/** The first signal asks, the second insists (clauses 10.1 to 10.5). */
function stopOnSignals(server: RunningServer): void {
  let stopping = false;
  const onSignal = (signal: 'SIGINT' | 'SIGTERM'): void => {
    if (stopping) process.exit(128 + constants.signals[signal]);
    stopping = true;
    // process.exit, not the natural end: a handler's timer would hold the process past its grace.
    void server.stop().then(() => process.exit(0));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}
