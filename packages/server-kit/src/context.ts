// What every server of the course is given to serve with. One type for all models: those
// that block, those with an event loop, in a process, a thread or a worker.

import { DEFAULT_LIMITS, pingAndPi } from '@bytes-up/protocol';
import type { Limits, Service, SyncService } from '@bytes-up/protocol';
import { boundConnections } from './descriptors';
import { createLog, type Log } from './log';
import type { ServeFlags } from './options';
import { serviceFrom } from './service-module';
import { StopFlag } from './stop-flag';
import { createTrace, type Trace } from './trace';

/**
 * @typeParam S `SyncService` for a model that blocks: it takes no handler that returns a
 *   promise.
 */
export interface ServeContext<S extends Service = Service> {
  /** The methods that clients can call. */
  readonly service: S;
  /** The bounds of everything (docs/protocol.md, Limits). */
  readonly limits: Limits;
  /** One line for each event of a connection. */
  readonly log: Log;
  /** Shows each frame; undefined without --trace. */
  readonly trace: Trace | undefined;
  /** Whether to stop, and how long that may take. */
  readonly stop: StopFlag;
  /**
   * Who serves, at the head of a connection's name in the log: `process 4711 `; empty for
   * the only one.
   */
  readonly who: string;
  /**
   * The flags that all this was made from: data, which a thread can be given (chapter
   * 09).
   */
  readonly flags: ServeFlags;
}

/**
 * What a server that is started without a command line can be told. All of it has a
 * default.
 */
export interface ServeOptions<S extends Service = Service> {
  /** Default: `ping` and `pi`. */
  readonly service?: S;
  /** Those that are left out have the defaults of docs/protocol.md. */
  readonly limits?: Partial<Limits>;
  /** Default: none. */
  readonly log?: Log;
  /** Default: none. */
  readonly trace?: Trace;
  /** Default: one that is set by `request()` only. */
  readonly stop?: StopFlag;
  readonly who?: string;
}

/**
 * The context of a server that is started by a program: `serveContext({ service, limits
 * })`.
 */
export function serveContext<S extends Service = Service>(
  options: ServeOptions<S> = {},
): ServeContext<S> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const flags = { limits, quiet: true, trace: false, testMethods: false, workers: undefined };
  return {
    service: pingAndPi as Service as S, // only when the options name no other
    log: createLog(flags),
    trace: undefined,
    who: '',
    ...options,
    limits,
    stop: options.stop ?? new StopFlag(limits.graceMs),
    flags,
  };
}

/** The context of a server command whose model blocks: its handlers do, too. */
export function blockingContext(flags: ServeFlags, stop: StopFlag, who = ''): BlockingContext {
  return { ...common(flags, stop, who), service: serviceFrom(flags, 'sync') };
}

/** The context of a model that blocks: no handler may return a promise. */
export type BlockingContext = ServeContext<SyncService>;

/**
 * The context of a server command with an event loop. It has no more connections than the
 * process has room for, since node:net cannot stop accepting.
 */
export function eventLoopContext(flags: ServeFlags, stop: StopFlag, who = ''): ServeContext {
  const context = { ...common(flags, stop, who), service: serviceFrom(flags, 'async') };
  return withRoom(context);
}

/**
 * The same context with no more connections than this process has room for, which is
 * logged.
 */
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
