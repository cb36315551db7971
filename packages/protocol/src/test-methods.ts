// The methods that --test-methods adds to a server. With them the conformance suite makes
// it slow, makes it fail, and makes it send a lot.

import { isJsonObject, type Json } from './json';
import { RpcError } from './rpc-error';
import type { Service, SyncService } from './service';

/** The longest sleep, in milliseconds. */
export const MAX_SLEEP_MS = 60_000;
/** The largest blob, in bytes. It exceeds the default frame limit, to test clause 3.4. */
export const MAX_BLOB_BYTES = 16 * 1024 * 1024;

/** `fail`, `blob` and `count`. Each call of this function creates its own counter. */
export function syncTestMethods(): SyncService {
  let count = 0;
  return {
    fail: {
      out: 'failed',
      handle: () => {
        throw new Error('this handler fails because it was asked to');
      },
    },
    blob: {
      out: 'blob',
      handle: (params) => 'x'.repeat(integerMember(params, 'bytes', MAX_BLOB_BYTES)),
    },
    count: { out: 'counted', handle: () => ++count },
  };
}

/** The same and `sleep`, for servers whose handlers may return promises. */
export function testMethods(): Service {
  return {
    ...syncTestMethods(),
    sleep: {
      out: 'slept',
      handle: async (params) => {
        const ms = integerMember(params, 'ms', MAX_SLEEP_MS);
        await new Promise((resolve) => setTimeout(resolve, ms));
        return ms;
      },
    },
  };
}

function integerMember(params: Json, name: string, max: number): number {
  const value = isJsonObject(params) ? params[name] : undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max) {
    return value;
  }
  throw new RpcError('INVALID_ARGUMENT', `expected {"${name}": integer from 0 to ${max}}`);
}
