// What every server of the course gets to serve with. All models share this type, whether
// they block or have an event loop, in a process, a thread or a worker.

import { DEFAULT_LIMITS, pingAndPi } from '@bytes-up/protocol';
import type { Limits, Service, SyncService } from '@bytes-up/protocol';
import { boundConnections } from './descriptors';
import { createLog, type Log } from '../log/log';
import type { ServeFlags } from './flags';
import { serviceFrom } from './service-module';
import { StopFlag } from './stop-flag';
import { createTrace, type Trace } from '../log/trace';

/**
 * @typeParam S `SyncService` for a model that blocks, whose handlers must not return
 *   promises
 */
export interface ServeContext<S extends Service = Service> {
  /** The methods that clients can call. */
  readonly service: S;
  /** All limits (docs/protocol.md, Limits). */
  readonly limits: Limits;
  /** One line for each event of a connection. */
  readonly log: Log;
  /** Prints each frame; undefined without --trace. */
  readonly trace: Trace | undefined;
  /** Says whether to stop, and how much of the grace period is left. */
  readonly stop: StopFlag;
  /**
   * The prefix of a connection's name in the log, for example `process 4711 `. Empty if
   * there is only one process.
   */
  readonly who: string;
  /**
   * The flags that all this was made from: plain data that a thread can get (chapter 09).
   */
  readonly flags: ServeFlags;
}

/** The options of a server that is started without a command line. All are optional. */
export interface ServeOptions<S extends Service = Service> {
  /** Default: `ping` and `pi`. */
  readonly service?: S;
  /** Limits that you leave out have the defaults of docs/protocol.md. */
  readonly limits?: Partial<Limits>;
  /** Default: none. */
  readonly log?: Log;
  /** Default: none. */
  readonly trace?: Trace;
  /** Default: a flag that only `request()` sets. */
  readonly stop?: StopFlag;
  readonly who?: string;
}

/** The context of a server that a program starts: `serveContext({ service, limits })`. */
export function serveContext<S extends Service = Service>(
  options: ServeOptions<S> = {},
): ServeContext<S> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const flags = { limits, quiet: true, trace: false, testMethods: false, workers: undefined };
  return {
    service: pingAndPi as Service as S, // if the options name no other
    log: createLog(flags),
    trace: undefined,
    who: '',
    ...options,
    limits,
    stop: options.stop ?? new StopFlag(limits.graceMs),
    flags,
  };
}

/** The context of a server command whose model blocks. Its handlers block too. */
export function blockingContext(flags: ServeFlags, stop: StopFlag, who = ''): BlockingContext {
  return { ...common(flags, stop, who), service: serviceFrom(flags, 'sync') };
}

/** The context of a model that blocks. Its handlers must not return promises. */
export type BlockingContext = ServeContext<SyncService>;

/**
 * The context of a server command with an event loop. It limits the connections to what
 * the process has descriptors for, because node:net cannot stop accepting.
 */
export function eventLoopContext(flags: ServeFlags, stop: StopFlag, who = ''): ServeContext {
  const context = { ...common(flags, stop, who), service: serviceFrom(flags, 'async') };
  return withRoom(context);
}

/** Lowers maxConnections to what this process has descriptors for, and logs that. */
export function withRoom(context: ServeContext): ServeContext {
  const { limits, log, who } = context;
  return { ...context, limits: boundConnections(limits, (line) => log(who + line)) };
}

function common(flags: ServeFlags, stop: StopFlag, who: string): Omit<ServeContext, 'service'> {
  return {
    limits: flags.limits,
    log: createLog(flags),
    trace: flags.trace ? createTrace() : undefined,
    stop,
    who,
    flags,
  };
}
