// Chapter 06: lost answers and request ids.
export { callOnce, CallFailed, type Stage } from './call';
export { CounterServer } from './counter-server';
export { CuttingProxy, MOMENTS, type Moment } from './cutting-proxy';
export { KeyTable, type KeyTableLimits } from './key-table';
export { dispatchOnce } from './keyed-dispatch';
export { isSafeToRetry, type Call } from './retry';
