// The flags that all parts of a server share.

import type { Limits } from '@bytes-up/protocol';

/** The flags that every part of a server needs: plain data that a thread can get (09). */
export interface ServeFlags {
  readonly limits: Limits;
  readonly quiet: boolean;
  readonly trace: boolean;
  readonly testMethods: boolean;
  /** Undefined if the model has no workers. */
  readonly workers: number | undefined;
  /** The path of a module that exports the `service`; undefined for `ping` and `pi`. */
  readonly serviceModule?: string;
}
