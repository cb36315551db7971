import type { Request, Response } from '@bytes-up/protocol';
import type { KeyTable, KeyTableLimits } from './key-table';
import { subject } from './testing/subject';

let nowMs = 0;
let ran = 0;

beforeEach(() => {
  nowMs = 0;
  ran = 0;
});

const LIMITS: KeyTableLimits = { maxKeys: 3, maxBytes: 10_000, maxAgeMs: 1_000 };
const table = (limits: Partial<KeyTableLimits> = {}): KeyTable =>
  new subject.KeyTable({ ...LIMITS, ...limits }, () => nowMs);
const request = (params: number, id?: number, method = 'add'): Request => ({
  in: method,
  params,
  ...(id !== undefined && { id }),
});
/** For calls whose response does not matter. */
const give = (answer: unknown): void => void answer;
/** A call that counts its runs. */
const call = (): Response => ({ out: 'added', result: ++ran });
const error = (code: string, retryable = false) => ({
  out: 'error',
  result: { code, message: expect.any(String) as string, retryable },
});

test('a repeated call gets the recorded answer, with its own id', () => {
  const ours = table();
  expect(ours.run(request(1, 7), 'key', call)).toEqual({ out: 'added', result: 1 });
  expect(ours.run(request(1, 8), 'key', call)).toEqual({ out: 'added', result: 1, id: 8 });
  expect(ours.run(request(1), 'key', call)).toEqual({ out: 'added', result: 1 });
  expect(ran).toBe(1);
});

test('a repeated call waits while the first one is running', async () => {
  const ours = table();
  const running: ((answer: Response) => void)[] = [];
  const slow = (): Promise<Response> => {
    ran++;
    return new Promise((resolve) => running.push(resolve));
  };
  const first = ours.run(request(1, 1), 'key', slow);
  const second = ours.run(request(1, 2), 'key', slow);
  for (const finish of running) finish({ out: 'added', result: 5, id: 1 });
  expect(await first).toEqual({ out: 'added', result: 5, id: 1 });
  expect(await second).toEqual({ out: 'added', result: 5, id: 2 });
  expect(ran).toBe(1);
});

test('the same key with other params is refused, and with another method is another call', () => {
  const ours = table();
  give(ours.run(request(1), 'key', call));
  expect(ours.run(request(2, 9), 'key', call)).toEqual({ ...error('FAILED_PRECONDITION'), id: 9 });
  expect(ours.run(request(1, 0, 'sub'), 'key', call)).toMatchObject({ result: 2 });
});

test('when the table is full a new key is refused and may be retried, and a known one is answered', () => {
  const ours = table();
  for (const key of ['a', 'b', 'c']) give(ours.run(request(1), key, call));
  expect(ours.run(request(1), 'd', call)).toEqual(error('RESOURCE_EXHAUSTED', true));
  expect(ours.run(request(1), 'a', call)).toMatchObject({ result: 1 });
  expect(ran).toBe(3);
});

test('when the table has no bytes left a new key is refused too', () => {
  const ours = table({ maxBytes: 36 });
  give(ours.run(request(1), 'a', () => ({ out: 'text', result: 'x'.repeat(10) })));
  expect(ours.run(request(1), 'b', call)).toEqual(error('RESOURCE_EXHAUSTED', true));
});

test('if an answer does not fit the table records that the call was done, and does not run it again', () => {
  const ours = table({ maxBytes: 40 });
  const large = { out: 'text', result: 'x'.repeat(100) };
  expect(ours.run(request(1), 'a', () => large)).toBe(large);
  expect(ours.run(request(1, 2), 'a', call)).toEqual({ ...error('RESOURCE_EXHAUSTED'), id: 2 });
  expect(ran).toBe(0);
});

test('an entry that is too old is forgotten, and makes room', () => {
  const ours = table();
  for (const key of ['a', 'b', 'c']) give(ours.run(request(1), key, call));
  nowMs = 1_000;
  expect(ours.run(request(1), 'd', call)).toMatchObject({ result: 4 });
  expect(ours.size).toBe(1);
  expect(ours.run(request(1), 'a', call)).toMatchObject({ result: 5 }); // it runs again
});

test('the key of a call that is still running is never forgotten, however long it runs', async () => {
  const ours = table({ maxKeys: 2 });
  let finish: (answer: Response) => void = () => undefined;
  const slow = (): Promise<Response> => new Promise((resolve) => (finish = resolve));
  const first = ours.run(request(1), 'slow', slow);
  give(ours.run(request(1), 'quick', call));
  nowMs = 1e9;
  // 'quick' is old, so there is room
  expect(ours.run(request(1), 'another', call)).toMatchObject({ result: 2 });
  expect(ours.size).toBe(2);
  const again = ours.run(request(1, 2), 'slow', slow);
  finish({ out: 'added', result: 3 });
  expect(await Promise.all([first, again])).toMatchObject([{ result: 3 }, { result: 3, id: 2 }]);
});

test('an answer that promises that the call had no effect is not recorded: the retry runs', () => {
  const ours = table();
  const stopping = { code: 'UNAVAILABLE', message: 'stopping', retryable: true } as const;
  give(ours.run(request(1), 'key', () => ({ out: 'error', result: stopping })));
  expect(ours.run(request(1), 'key', call)).toMatchObject({ result: 1 });
});

test('an error without that promise is recorded like any other answer', () => {
  const ours = table();
  const failed = { code: 'INTERNAL', message: 'failed', retryable: false } as const;
  give(ours.run(request(1), 'key', () => ({ out: 'error', result: failed })));
  expect(ours.run(request(1, 4), 'key', call)).toEqual({ ...error('INTERNAL'), id: 4 });
  expect(ran).toBe(0);
});

test('a one-way call is recorded, and not answered', () => {
  const ours = table();
  expect(ours.run(request(1), 'key', () => void ran++)).toBeUndefined();
  expect(ours.run(request(1), 'key', call)).toBeUndefined();
  expect(ran).toBe(1);
});
