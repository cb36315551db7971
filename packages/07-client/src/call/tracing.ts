// Events of calls (chapter 07): hooks for one client, and node:diagnostics_channel for
// tools that observe all of them.

import { channel } from 'node:diagnostics_channel';
import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import type { RpcErrorCode } from '@bytes-up/protocol';
import type { Address } from '@bytes-up/protocol';

export interface CallStart {
  readonly method: string;
  readonly address: Address;
}

export interface CallRetry extends CallStart {
  /** The number of the next attempt: 2, 3, … */
  readonly attempt: number;
  /** The pause before it, in milliseconds. */
  readonly afterMs: number;
  readonly because: Error;
}

export interface CallEnd extends CallStart {
  readonly attempts: number;
  readonly durationMs: number;
  /** Bytes of its frames in all attempts. */
  readonly bytesOut: number;
  readonly bytesIn: number;
  /** Undefined when it succeeded. */
  readonly code: RpcErrorCode | undefined;
}

export interface Hooks {
  readonly onStart?: (event: CallStart) => void;
  readonly onRetry?: (event: CallRetry) => void;
  readonly onEnd?: (event: CallEnd) => void;
}

// #region channels
/** Channels for diagnostics_channel.subscribe, with the calls of every client. */
export const CHANNELS = {
  start: 'bytes-up:call:start',
  retry: 'bytes-up:call:retry',
  end: 'bytes-up:call:end',
} as const;

const channels = {
  start: channel(CHANNELS.start),
  retry: channel(CHANNELS.retry),
  end: channel(CHANNELS.end),
};
// #endregion channels

/**
 * A client's hooks and its histogram. An error that a hook throws is a bug of the hook:
 * it is reported as uncaught, and the call goes on.
 */
export class Tracer {
  /** Durations of finished calls, in nanoseconds. */
  readonly latency: RecordableHistogram = createHistogram();

  constructor(private readonly hooks: Hooks) {}

  start(event: CallStart): void {
    if (channels.start.hasSubscribers) channels.start.publish(event);
    guarded(this.hooks.onStart, event);
  }

  retry(event: CallRetry): void {
    if (channels.retry.hasSubscribers) channels.retry.publish(event);
    guarded(this.hooks.onRetry, event);
  }

  end(event: CallEnd): void {
    this.latency.record(Math.max(1, Math.round(event.durationMs * 1e6)));
    if (channels.end.hasSubscribers) channels.end.publish(event);
    guarded(this.hooks.onEnd, event);
  }
}

function guarded<Event>(hook: ((event: Event) => void) | undefined, event: Event): void {
  if (hook === undefined) return;
  try {
    hook(event);
  } catch (error) {
    process.nextTick(() => {
      throw error;
    });
  }
}
