// Chapter 07: the client.
export { AttemptFailed } from './attempt-failed';
export { BlockingClient } from './blocking-client';
export { CallError } from './call-error';
export { Client, type CallOptions, type ClientOptions } from './client';
export { Connection, type ConnectionOptions } from './connection';
export type { Address } from './open-socket';
export { Pool, type PoolCounters, type PoolOptions } from './pool';
export { pauseMs, RetryBudget, type RetryOptions } from './retry-policy';
export { CHANNELS, type CallEnd, type CallRetry, type CallStart, type Hooks } from './tracing';
export { PooledConnections, SharedConnection, type Transport } from './transport';
export { createClient, type Methods, type TypedClient } from './typed';
