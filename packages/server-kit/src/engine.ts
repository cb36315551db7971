// The two kinds of engine that a server command can run: one that blocks, and one with an
// event loop. Each takes the parsed flags and serves until SIGTERM or SIGINT.

import { constants } from 'node:os';
import { _exit, getsockname, requireForkFlags } from '@bytes-up/posix';
import type { Address } from '@bytes-up/protocol';
import { blockingContext, eventLoopContext } from './context';
import type { BlockingContext, ServeContext } from './context';
import { openListener } from './listener';
import type { ServerOptions } from './options';
import { listenError, printReady } from './ready';
import { StopFlag, stopOnSignals } from './stop-flag';

/** Serves until it is stopped. @throws UsageError when it cannot start */
export type Engine = (options: ServerOptions) => Promise<void>;

/** What a blocking engine is told besides its context. */
export interface BlockingCommand {
  readonly options: ServerOptions;
  /** Prints the ready line: for an engine that serves some time after it listens. */
  readonly ready: () => void;
}

/**
 * An engine whose calls block. It gets a listening socket, and ends the process with 0
 * when `serve` returns; a second signal ends it at once.
 * @param serve blocks until the stop flag is set and the last connection is closed
 */
// #region blocking
export function blocking(
  serve: (listener: number, context: BlockingContext, command: BlockingCommand) => unknown,
  { forks = false, readyLater = false } = {},
): Engine {
  return async (options) => {
    if (forks) requireForkFlags(); // the process may start again here
    const listener = await openListener(options);
    // Signals first: whoever reads the ready line may send one at once.
    const stop = stopOnSignals(options.limits.graceMs);
    const ready = (): void => printReady(getsockname(listener));
    if (!readyLater) ready();
    await serve(listener, blockingContext(options, stop), { options, ready });
    _exit(0); // not process.exit: it would wait for threads that block (chapter 09)
  };
}
// #endregion blocking

/** A server that runs beside the caller, on the event loop. */
export interface RunningServer {
  /** Where it listens, with the port that it really has. */
  readonly address: Address;
  /**
   * Stops as section 10 of the protocol says; resolves when the last connection is
   * closed. Never rejects.
   */
  stop(): Promise<void>;
}

/**
 * An engine with an event loop. The process ends with 0 when the server was stopped, and
 * with 128 + the signal's number at a second signal.
 * @param start listens, and resolves when it serves
 */
// #region event-loop
export function eventLoop(
  start: (context: ServeContext, options: ServerOptions) => Promise<RunningServer>,
): Engine {
  return async (options) => {
    const context = eventLoopContext(options, new StopFlag(options.limits.graceMs));
    const server = await start(context, options).catch((error: unknown) => {
      throw listenError(error, options);
    });
    // Handlers first: whoever reads the ready line may send a signal at once.
    stopAtSignal(server);
    printReady(server.address);
  };
}
// #endregion event-loop

/** The first signal asks, the second insists (clauses 10.1 to 10.5). */
function stopAtSignal(server: RunningServer): void {
  let stopping = false;
  const onSignal = (signal: 'SIGINT' | 'SIGTERM'): void => {
    if (stopping) process.exit(128 + constants.signals[signal]);
    stopping = true;
    // process.exit, not the natural end: a handler's timer would hold the process past
    // its grace.
    void server.stop().then(() => process.exit(0));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}
