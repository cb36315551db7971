// Chapter 07: the client.
export { AttemptFailed } from './attempt-failed';
export { BlockingClient } from './blocking-client';
export { CallError } from './call-error';
export { Client, type CallOptions, type ClientOptions, type WaitOptions } from './client';
export { Connection } from './connection';
export type { ConnectionOptions } from './connection-options';
export type { Address } from './open-socket';
export { Pool } from './pool';
export type { PoolCounters, PoolOptions } from './pool-options';
export { pause, whenGivenUp } from './giving-up';
export { pauseMs, RetryBudget, type RetryOptions } from './retry-policy';
export { CHANNELS, type CallEnd, type CallRetry, type CallStart, type Hooks } from './tracing';
export { PooledConnections, SharedConnection, type Transport } from './transport';
export { createClient, type Methods, type TypedClient } from './typed';
