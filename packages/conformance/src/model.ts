// A model (model.json): what a server can and cannot do, with the reasons.

import { DEFAULT_LIMITS, type Limits } from '@bytes-up/protocol';

/** How many clients a server serves at the same time; `workers` is one per worker. */
export type Clients = 'many' | 'one' | 'workers';

/** A case that the model cannot pass, and why. It still runs. */
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
  /** None (the default), one per connection, or a fixed number that `--workers` sets. */
  readonly workers: 'none' | 'per connection' | 'fixed';
  /** What `--max-connections` limits: the server (the default), or each worker. */
  readonly maxConnectionsPer: 'server' | 'worker';
  /** Handlers may return promises, so the server offers `sleep`. */
  readonly asyncHandlers: boolean;
  /** Honours `idempotency_key` (13.2 to 13.4), with a table of this many keys. */
  readonly idempotencyKeys: false | { readonly maxKeys: number };
  /** Understands the flags of the contract: limits, --help, --quiet, --test-methods. */
  readonly flags: boolean;
  /**
   * Offers `fail`, `blob` and `count`. Implied by `flags`; otherwise the runner probes.
   */
  readonly testMethods: boolean;
  readonly limits: Limits;
  readonly expected: readonly ExpectedFailure[];
  /** Members that the model file leaves out; undefined without a model file. */
  readonly unsaid?: readonly string[];
}

/** The members of a model file, for --help. docs/protocol.md describes them in full. */
export const MODEL_HELP = `The model file is one JSON object. Every member is optional:
  "name", "title"       what the report calls the server
  "clients"             "many" (the default), "one" at a time, or one per worker: "workers"
  "flags"               true: the command knows the flags of the contract
  "asyncHandlers"       true: the test method sleep is offered
  "idempotencyKeys"     {"maxKeys": N}: idempotency keys are honoured, N at a time
  "isolatesCrashes"     true: it has worker processes
  "workers"             "none" (the default), "per connection", or "fixed" (--workers)
  "maxConnectionsPer"   "server" (the default), or "worker"
  "usesAllCores"        true or false; no case judges it
  "limits"              {"maxFrameBytes": N, ...}: what differs from the defaults
  "expected"            [{"case": ID, "reason": TEXT}]: concurrency and crash cases that it cannot pass`;

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
