import { pingAndPi, type Request, type Response, type Service } from '@bytes-up/protocol';
import { dispatchOnce } from './keyed-dispatch';
import { KeyTable } from './key-table';

const LIMITS = { maxKeys: 1, maxBytes: 10_000, maxAgeMs: 1_000 };

let ran = 0;
let table: KeyTable;

beforeEach(() => {
  ran = 0;
  table = new KeyTable(LIMITS);
});

const service: Service = {
  ...pingAndPi,
  add: { out: 'added', handle: () => ++ran },
  later: { out: 'added', handle: () => Promise.resolve(++ran) },
};

type Members = Partial<Omit<Request, 'in'>>;

/** A call with the key `k`, unless it says another one. */
async function call(method: string, members: Members = {}): Promise<Response | undefined> {
  const request = { in: method, params: 1, idempotency_key: 'k', ...members };
  return dispatchOnce(service, request, table);
}

describe.each(['add', 'later'])('a one-way call of "%s" with a key', (method) => {
  test('is not answered, whether the key was answered before or not', async () => {
    expect(await call(method, { oneway: true })).toBeUndefined();
    expect(await call(method, { id: 1 })).toMatchObject({ id: 1 });
    expect(await call(method, { id: 2, oneway: true })).toBeUndefined();
    expect(ran).toBe(1);
  });

  test('has no answer that says why its key is refused', async () => {
    await call(method);
    expect(await call(method, { oneway: true, params: 2 })).toBeUndefined();
    expect(await call(method, { oneway: true, idempotency_key: 'no room' })).toBeUndefined();
    expect(ran).toBe(1);
  });

  test('does not leave a later call with its key without an answer', async () => {
    const oneway = call(method, { oneway: true }); // it may still be running
    expect(await call(method, { id: 'x' })).toEqual({ out: 'added', result: 1, id: 'x' });
    expect(await oneway).toBeUndefined();
    expect(ran).toBe(1);
  });
});
