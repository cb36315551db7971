// What a failed attempt says about its server.

import { AttemptFailed } from '@bytes-up/client';
import { RpcError, type RpcErrorCode } from '@bytes-up/protocol';
import { verdictOn } from './failover';

/** An attempt that got no answer. */
const silent = (code: RpcErrorCode): RpcError =>
  new RpcError(code, 'why', { cause: new AttemptFailed('waiting', code, 'why') });
/** An answer that is an error. */
const said = (code: RpcErrorCode): RpcError =>
  new RpcError(code, 'why', { cause: { out: 'error' } });

test.each<[string, RpcError, boolean, string]>([
  ['no connection', silent('UNAVAILABLE'), true, 'failed'],
  ['no answer in an attempt’s time', silent('DEADLINE_EXCEEDED'), true, 'failed'],
  [
    'no answer in the little time that the caller had',
    silent('DEADLINE_EXCEEDED'),
    false,
    'nothing',
  ],
  ['a caller that gives up', silent('CANCELLED'), true, 'nothing'],
  ['a request that could not be sent', silent('INVALID_ARGUMENT'), true, 'nothing'],
  ['an answer that says “not now”', said('UNAVAILABLE'), true, 'failed'],
  [
    'an answer that says that it is the caller’s mistake',
    said('INVALID_ARGUMENT'),
    true,
    'answered',
  ],
  ['an answer that says that the handler failed', said('INTERNAL'), true, 'answered'],
])('%s', (_name, failed, hadItsTime, verdict) => {
  expect(verdictOn(failed, hadItsTime)).toBe(verdict);
});
