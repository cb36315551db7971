// A server command whose server blocks, from its flags to its exit: what runServerCommand is to servers with an event loop.
// Chapters 08 to 11.

import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import {
  _exit,
  bind,
  close,
  familyOf,
  getsockname,
  listen,
  requireForkFlags,
  setsockopt,
  SO_REUSEADDR,
  socket,
  SOL_SOCKET,
  UnsupportedCallError,
} from '@bytes-up/posix';
import { pingAndPi, syncTestMethods } from '@bytes-up/protocol';
import {
  createLog,
  createTrace,
  listenError,
  parseServerOptions,
  printReady,
  refuseToRun,
  UsageError,
  type ServerOptions,
  type ServerSpec,
} from '@bytes-up/server-kit';
import type { ConnectionContext } from './connection';
import { stopOnSignals, type StopFlag } from './stop-flag';

/** What a command that blocks says about itself. */
export interface BlockingSpec extends ServerSpec {
  /** It forks (chapters 10, 11, 13 and 14), so Node must run with the flags for it. */
  readonly forks?: boolean;
  /** It serves some time after it listens, and says when. Otherwise it is ready when it listens. */
  readonly readyLater?: boolean;
}

/** What a blocking model needs to serve. */
export interface BlockingContext extends ConnectionContext {
  readonly options: ServerOptions;
  /** Who serves, at the head of a connection's name in the log: `process 4711 `; empty where there is only one. */
  readonly who: string;
  /** Prints the ready line: for a server that is ready later than it listens (`readyLater`). */
  readonly ready: () => void;
}

/**
 * Runs a server command that blocks: reads the flags, listens, prints the ready line, serves until SIGTERM or SIGINT.
 * Ends the process: 0 when it was stopped, 2 when it could not start; a second signal ends it at once.
 * @param serve blocks until the stop flag is set and the last connection is closed; closes the listener.
 */
// #region run
export async function runBlockingCommand(
  spec: BlockingSpec,
  serve: (listener: number, context: BlockingContext) => void | Promise<void>,
  argv: readonly string[] = process.argv.slice(2),
): Promise<void> {
  try {
    if (spec.forks) requireForkFlags(); // the process may start anew here
    const options = parseServerOptions(spec, argv);
    const listener = await openListener(options);
    // Signals first: whoever reads the ready line may signal at once.
    const stop = stopOnSignals(options.limits.graceMs);
    const ready = (): void => printReady(getsockname(listener));
    if (spec.readyLater !== true) ready();
    await serve(listener, { ...contextFor(options, stop), ready });
    _exit(0); // not process.exit: it would wait for threads that block (chapter 09)
  } catch (error) {
    refuseToRun(
      spec,
      error instanceof UnsupportedCallError ? new UsageError(error.message) : error,
    );
  }
}
// #endregion run

/** The context of a thread or a process that serves. @param who see BlockingContext */
export function contextFor(options: ServerOptions, stop: StopFlag, who = ''): BlockingContext {
  return {
    ready: () => undefined,
    options,
    limits: options.limits,
    service: options.testMethods ? { ...pingAndPi, ...syncTestMethods() } : pingAndPi,
    log: createLog(options),
    trace: options.trace ? createTrace() : undefined,
    stop,
    who,
  };
}

// #region listen
/** An address as it is; a name is looked up. One that has IPv4 and IPv6 addresses gives an IPv4 one. */
async function addressOf(host: string): Promise<string> {
  if (host.includes('%')) throw new UsageError(`--host takes no address with a zone, got ${host}`);
  if (isIP(host) !== 0) return host;
  const found = await lookup(host, { all: true });
  return (found.find(({ family }) => family === 4) ?? found[0])?.address ?? host;
}

/** socket, bind, listen. The backlog is maxConnections: so many may wait; the kernel caps it at somaxconn. */
async function openListener(options: ServerOptions): Promise<number> {
  const { host, port, limits } = options;
  try {
    const address = await addressOf(host);
    const listener = socket(familyOf(address));
    try {
      setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, 1); // or a restart meets the old connections' TIME_WAIT
      bind(listener, { host: address, port });
      listen(listener, limits.maxConnections);
      return listener;
    } catch (error) {
      close(listener);
      throw error;
    }
  } catch (error) {
    throw listenError(error, options);
  }
}
// #endregion listen
