// The two kinds of engines that a server command can run: blocking ones, and those with
// an event loop. Both get the parsed flags and serve until SIGTERM or SIGINT.

import { constants } from 'node:os';
import { _exit, getsockname, requireForkFlags } from '@bytes-up/posix';
import type { Address } from '@bytes-up/protocol';
import { blockingContext, eventLoopContext } from '../serving/context';
import type { BlockingContext, ServeContext } from '../serving/context';
import { openListener } from './listener';
import type { Engine, ServerOptions } from './spec';
import { listenError, printReady } from './ready';
import { StopFlag, stopOnSignals } from '../serving/stop-flag';

/** What a blocking engine gets besides its context. */
export interface BlockingCommand {
  readonly options: ServerOptions;
  /** Prints the ready line. For an engine that cannot serve as soon as it listens. */
  readonly ready: () => void;
}

/**
 * An engine whose calls block. It gets a listening socket. When `serve` returns, the
 * process exits with 0; a second signal ends it at once.
 * @param serve blocks until the stop flag is set and the last connection is closed
 */
// #region blocking
export function blocking(
  serve: (listener: number, context: BlockingContext, command: BlockingCommand) => unknown,
  { forks = false, readyLater = false } = {},
): Engine {
  return async (options) => {
    if (forks) requireForkFlags(); // this may restart the process with the flags
    const listener = await openListener(options);
    // Handle signals first: a program that reads the ready line may send one at once.
    const stop = stopOnSignals(options.limits.graceMs);
    const ready = (): void => printReady(getsockname(listener));
    if (!readyLater) ready();
    await serve(listener, blockingContext(options, stop), { options, ready });
    _exit(0); // not process.exit: it would wait for threads that block (chapter 09)
  };
}
// #endregion blocking

/** A server that runs on the event loop, beside its caller. */
export interface RunningServer {
  /** The address it listens on, with the actual port. */
  readonly address: Address;
  /**
   * Stops as in section 10 of the protocol. Resolves when the last connection is closed.
   * Never rejects.
   */
  stop(): Promise<void>;
}

/**
 * An engine with an event loop. The process exits with 0 after a stop, and with 128 + the
 * signal's number at a second signal.
 * @param start listens, and resolves when the server is serving
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
    // Handle signals first: a program that reads the ready line may send one at once.
    stopAtSignal(server);
    printReady(server.address);
  };
}
// #endregion event-loop

/** The first signal stops the server, the second one kills it (clauses 10.1 to 10.5). */
function stopAtSignal(server: RunningServer): void {
  let stopping = false;
  const onSignal = (signal: 'SIGINT' | 'SIGTERM'): void => {
    if (stopping) process.exit(128 + constants.signals[signal]);
    stopping = true;
    // process.exit, because the timer of a handler could keep the process running past
    // its grace period
    void server.stop().then(() => process.exit(0));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}
