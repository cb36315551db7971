// A model (model.json): what a server can do, and what it cannot do, with the reason.

import { DEFAULT_LIMITS, type Limits } from '@bytes-up/protocol';

/**
 * How many clients a server serves at the same time: any number, one, or one for each
 * worker.
 */
export type Clients = 'many' | 'one' | 'workers';

/** A case that the model cannot pass, and why. It is run all the same. */
export interface ExpectedFailure {
  readonly case: string;
  readonly reason: string;
}

export interface Model {
  readonly name: string;
  readonly title: string;
  readonly clients: Clients;
  readonly usesAllCores: boolean;
  readonly isolatesCrashes: boolean;
  /**
   * Workers: none, one for each connection, or a fixed number that `--workers` sets.
   * Optional; `none` by default.
   */
  readonly workers: 'none' | 'per connection' | 'fixed';
  /**
   * What `--max-connections` bounds: the server, or each of its workers. Optional;
   * `server` by default.
   */
  readonly maxConnectionsPer: 'server' | 'worker';
  /** Handlers may be promises, so `sleep` is offered. */
  readonly asyncHandlers: boolean;
  /** Honours `idempotency_key` (13.2 to 13.4), with a table of that many keys. */
  readonly idempotencyKeys: false | { readonly maxKeys: number };
  /** Understands the flags of the contract: limits, --help, --quiet, --test-methods. */
  readonly flags: boolean;
  /**
   * Offers `fail`, `blob` and `count`. With `flags` it always does; otherwise the runner
   * finds out.
   */
  readonly testMethods: boolean;
  readonly limits: Limits;
  readonly expected: readonly ExpectedFailure[];
  /** The members that its model file leaves out; undefined without a model file. */
  readonly unsaid?: readonly string[];
}

/** The members of a model file, for --help. docs/protocol.md has the whole of it. */
export const MODEL_HELP = `The model file is one JSON object. Every member may be left out:
  "name", "title"       what the report calls the server
  "clients"             "many" (the default), "one" at a time, or as many as it has "workers"
  "flags"               true: the command knows the flags of the contract
  "asyncHandlers"       true: the test method sleep is offered
  "idempotencyKeys"     {"maxKeys": N}: idempotency keys are honoured, N at a time
  "isolatesCrashes"     true: it has worker processes
  "workers"             "none" (the default), "per connection", or "fixed" (--workers)
  "maxConnectionsPer"   "server" (the default), or "worker"
  "usesAllCores"        true or false; no case judges it
  "limits"              {"maxFrameBytes": N, ...}: what differs from the defaults
  "expected"            [{"case": ID, "reason": TEXT}]: concurrency and crash cases it cannot pass`;

/** What is assumed of a server without a model file. */
export const DEFAULT_MODEL: Model = {
  name: 'unknown',
  title: 'a server without a model file',
  clients: 'many',
  usesAllCores: false,
  isolatesCrashes: false,
  workers: 'none',
  maxConnectionsPer: 'server',
  asyncHandlers: false,
  idempotencyKeys: false,
  flags: false,
  testMethods: false,
  limits: DEFAULT_LIMITS,
  expected: [],
};
