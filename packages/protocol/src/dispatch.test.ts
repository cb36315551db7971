import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import {
  dispatch,
  dispatchSync,
  parseResponse,
  pingAndPi,
  refuse,
  RPC_ERROR_CODES,
  RpcError,
} from './index';
import type { Json, Response, Service, SyncService } from './index';

const service: Service = {
  ...pingAndPi,
  late: { out: 'later', handle: async (params) => params },
  fail: {
    out: 'failed',
    handle: () => {
      throw new Error('secret');
    },
  },
  failLate: { out: 'failed', handle: () => Promise.reject(new Error('secret')) },
  refuse: {
    out: 'refused',
    handle: () => {
      throw new RpcError('FAILED_PRECONDITION', 'not now');
    },
  },
  nothing: { out: 'nothing', handle: () => undefined as unknown as Json },
};

const error = (code: string, message: string, more: object = {}): object => ({
  out: 'error',
  result: { code, message, retryable: false },
  ...more,
});

describe('dispatch', () => {
  it.each<[object, object | undefined]>([
    [
      { in: 'ping', params: { a: 1 }, id: 'x' },
      { out: 'pong', result: { a: 1 }, id: 'x' },
    ],
    [{ in: 'ping' }, { out: 'pong', result: null }],
    [
      { in: 'late', params: 1, id: 2 },
      { out: 'later', result: 1, id: 2 },
    ],
    [{ in: 'nothing' }, { out: 'nothing', result: null }],
    [{ in: 'fail', id: 1 }, error('INTERNAL', 'the handler of "fail" failed', { id: 1 })],
    [{ in: 'failLate', id: 1 }, error('INTERNAL', 'the handler of "failLate" failed', { id: 1 })],
    [{ in: 'refuse' }, error('FAILED_PRECONDITION', 'not now')],
    [{ in: 'nope', id: 1 }, error('UNIMPLEMENTED', 'no method named "nope"', { id: 1 })],
    [{ in: '' }, error('UNIMPLEMENTED', 'no method named ""')],
    [{ in: 'toString' }, error('UNIMPLEMENTED', 'no method named "toString"')],
    [{ in: '__proto__' }, error('UNIMPLEMENTED', 'no method named "__proto__"')],
    [{ id: 1 }, error('INVALID_ARGUMENT', '"in" must be a string, got nothing', { id: 1 })],
    [{ in: 'ping', oneway: true }, undefined],
    [{ in: 'late', oneway: true }, undefined],
    [{ in: 'fail', oneway: true }, undefined],
    [{ in: 7, oneway: true }, undefined],
  ])('%j is answered as the protocol says', async (value, expected) => {
    expect(await dispatch(service, value)).toEqual(expected);
  });

  it.each<[RpcError, object]>([
    [
      new RpcError('UNAVAILABLE', 'x', { retryable: true }),
      { code: 'UNAVAILABLE', retryable: true },
    ],
    [new RpcError('UNAVAILABLE', 'x'), { code: 'INTERNAL', retryable: false }],
    [new RpcError('DEADLINE_EXCEEDED', 'x'), { code: 'INTERNAL', retryable: false }],
    [new RpcError('CANCELLED', 'x', { retryable: true }), { code: 'INTERNAL', retryable: false }],
    [
      new RpcError('INVALID_ARGUMENT', 'x', { retryable: true }),
      { code: 'INVALID_ARGUMENT', retryable: false },
    ],
    [
      new RpcError('RESOURCE_EXHAUSTED', 'x', { retryable: true }),
      { code: 'RESOURCE_EXHAUSTED', retryable: true },
    ],
    [new RpcError('RESOURCE_EXHAUSTED', 'x'), { code: 'RESOURCE_EXHAUSTED', retryable: false }],
  ])('answers a handler that throws %s as clause 6.4 allows: %j', async (thrown, said) => {
    const result = { ...said, message: 'x' };
    const fails = (): never => {
      throw thrown;
    };
    const throwing = { now: { out: 'now', handle: fails } };
    const late = { now: { out: 'now', handle: () => Promise.reject(thrown) } };
    expect(await dispatch(throwing, { in: 'now' })).toEqual({ out: 'error', result });
    expect(await dispatch(late, { in: 'now' })).toEqual({ out: 'error', result });
    expect(dispatchSync(throwing, { in: 'now' })).toEqual({ out: 'error', result });
    const response: unknown = await dispatch(throwing, { in: 'now' });
    expect(parseResponse(response)).toEqual(response);
  });

  it.each(['AbortError', 'TimeoutError'])(
    'answers INTERNAL when a handler throws an %s: CANCELLED is never sent',
    async (name) => {
      const thrown = new DOMException('secret', name);
      const fails = (): never => {
        throw thrown;
      };
      const service = {
        now: { out: 'now', handle: fails },
        late: { out: 'late', handle: () => Promise.reject(thrown) },
      };
      for (const method of ['now', 'late']) {
        const message = `the handler of "${method}" failed`;
        const result = { code: 'INTERNAL', message, retryable: false };
        expect(await dispatch(service, { in: method })).toEqual({ out: 'error', result });
      }
    },
  );

  it('passes the exception of a handler to the server', async () => {
    const seen: [string, unknown][] = [];
    const onHandlerError = (method: string, thrown: unknown): number => seen.push([method, thrown]);
    await dispatch(service, { in: 'fail' }, { onHandlerError });
    await dispatch(service, { in: 'failLate' }, { onHandlerError });
    await dispatch(service, { in: 'refuse' }, { onHandlerError });
    expect(seen).toEqual([
      ['fail', new Error('secret')],
      ['failLate', new Error('secret')],
    ]);
  });

  it.each([
    [0, 0, true],
    [-1, 0, true],
    [10, 9, false],
    [10, 10, true],
    [10, 11, true],
  ])('timeout_ms %d after waiting for %d ms: expired %p', (timeout_ms, waitedMs, expired) => {
    const started: Json[] = [];
    const probe: SyncService = { probe: { out: 'done', handle: (p) => started.push(p) } };
    const answer = dispatch(
      probe,
      { in: 'probe', timeout_ms },
      { receivedAtMs: 1000, now: () => 1000 + waitedMs },
    );
    expect(started).toHaveLength(expired ? 0 : 1);
    expect(answer).toMatchObject(
      expired
        ? { out: 'error', result: { code: 'DEADLINE_EXCEEDED', retryable: true } }
        : { out: 'done', result: 1 },
    );
  });

  it('never throws, whatever it is given', async () => {
    const anything = fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true });
    const nearRequests = fc.record(
      {
        in: fc.oneof(fc.constantFrom(...Object.keys(service), 'valueOf'), anything),
        params: anything,
        id: anything,
        timeout_ms: anything,
        idempotency_key: anything,
        oneway: anything,
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(anything, nearRequests), async (value) => {
        expectResponse(await dispatch(service, value));
        expectResponse(dispatchSync(pingAndPi, value));
        expectResponse(refuse(value, new RpcError('UNAVAILABLE', 'stopping')));
      }),
    );
  });

  it('survives a body whose members throw', () => {
    const hostile = new Proxy(
      {},
      {
        getOwnPropertyDescriptor: () => {
          throw new Error('no');
        },
      },
    );
    expect(dispatch(service, hostile)).toEqual(error('INTERNAL', 'the request could not be read'));
  });

  it('survives a log that throws', () => {
    const onHandlerError = (): never => {
      throw new Error('disk full');
    };
    expect(dispatch(service, { in: 'fail' }, { onHandlerError })).toMatchObject({ out: 'error' });
  });
});

describe('a promise of another realm', () => {
  const foreign = (): Promise<Json> =>
    runInNewContext('Promise.resolve("from afar")') as Promise<Json>;
  const afar: Service = { afar: { out: 'answer', handle: foreign } };

  it('is awaited like any other', async () => {
    const answer = dispatch(afar, { in: 'afar' });
    expect(answer).toBeInstanceOf(Promise);
    expect(await answer).toEqual({ out: 'answer', result: 'from afar' });
  });

  it('is an error in servers that block', () => {
    expect(dispatchSync(afar as SyncService, { in: 'afar' })).toMatchObject({ out: 'error' });
  });
});

describe('dispatchSync', () => {
  it('refuses a promise that slipped past the types', () => {
    expect(dispatchSync(service as SyncService, { in: 'failLate', id: 1 })).toEqual(
      error('INTERNAL', '"failLate" returned a promise to a server that blocks', { id: 1 }),
    );
  });

  it('does not take asynchronous handlers, by type', () => {
    // @ts-expect-error: a promise is not a JSON value
    const typed: SyncService = { late: { out: 'later', handle: async (params) => params } };
    expect(Object.keys(typed)).toEqual(['late']);
  });
});

describe('refuse', () => {
  const stopping = new RpcError('UNAVAILABLE', 'the server is stopping', { retryable: true });

  it('echoes the id', () => {
    expect(refuse({ in: 'ping', id: 4 }, stopping)).toEqual({
      out: 'error',
      result: { code: 'UNAVAILABLE', message: 'the server is stopping', retryable: true },
      id: 4,
    });
  });

  it('does not answer a one-way call', () => {
    expect(refuse({ in: 'ping', oneway: true }, stopping)).toBeUndefined();
  });
});

function expectResponse(response: Response | undefined): void {
  if (response === undefined) return;
  expect(typeof response.out).toBe('string');
  if (response.out !== 'error') return;
  expect(RPC_ERROR_CODES).toContain((response.result as { code: string }).code);
  expect(response.result).toEqual({
    code: expect.any(String) as string,
    message: expect.any(String) as string,
    retryable: expect.any(Boolean) as boolean,
  });
}
