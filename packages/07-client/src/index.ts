// Chapter 07: the client.
export { AttemptFailed } from './call/attempt-failed';
export { BlockingClient } from './blocking-client';
export { CallError } from './call/call-error';
export { Client, type CallOptions, type ClientOptions, type NotifyOptions } from './client';
export { Connection } from './connection/connection';
export { checkConnectionOptions, type ConnectionOptions } from './connection/connection-options';
export { Pool } from './pool/pool';
export { checkPoolOptions, type PoolCounters, type PoolOptions } from './pool/pool-options';
export { withDefaults } from './with-defaults';
export { onTimeoutOrAbort, pause, timerMs, type WaitOptions } from './call/wait';
export { pauseMs, RetryBudget, type RetryOptions } from './call/retry-policy';
export { CHANNELS, type CallEnd, type CallRetry, type CallStart, type Hooks } from './call/tracing';
export { PooledConnections, SharedConnection, type Transport } from './transport';
export { createClient, type Methods, type TypedClient } from './typed';
