import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { decodeBody } from '@bytes-up/codec';
import { DEFAULT_LIMITS, pingAndPi, RpcError, type Json } from '@bytes-up/protocol';
import { serveContext } from '@bytes-up/server-kit';
import { Calls } from './calls';

const body = (request: object): Buffer => Buffer.from(JSON.stringify(request));

function started(...requests: object[]) {
  let open: (value: Json) => void = () => undefined;
  const opened = new Promise<Json>((resolve) => (open = resolve));
  const service = { ...pingAndPi, gate: { out: 'through', handle: () => opened } };
  const answers: unknown[] = [];
  const calls = new Calls(serveContext({ service }), 'test', (answer) => {
    answers.push(answer && decodeBody(Buffer.from(answer), DEFAULT_LIMITS));
  });
  for (const request of requests) calls.start(body(request), performance.now());
  return { calls, answers, open };
}

test('an answer with an id overtakes a call without one, and one without an id does not', async () => {
  const { calls, answers, open } = started(
    { in: 'gate' },
    { in: 'ping', params: 'waits' },
    { in: 'ping', id: 1 },
    { in: 'gate', id: 2 },
  );
  expect(answers).toEqual([{ out: 'pong', result: null, id: 1 }]);
  expect(calls.inFlight).toBe(3);
  open('open');
  await new Promise(setImmediate);
  expect(answers.slice(1)).toHaveLength(3);
  expect(answers.slice(1)).toEqual(
    expect.arrayContaining([
      { out: 'through', result: 'open' },
      { out: 'pong', result: 'waits' },
      { out: 'through', result: 'open', id: 2 },
    ]),
  );
  expect(calls.inFlight).toBe(0);
});

test('a refusal keeps the order, too', () => {
  const { calls, answers } = started({ in: 'gate' });
  const error = new RpcError('UNAVAILABLE', 'the server is stopping', { retryable: true });
  calls.refuse(body({ in: 'ping' }), error);
  calls.refuse(body({ in: 'ping', id: 3 }), error);
  expect(answers).toMatchObject([{ out: 'error', id: 3 }]);
});

test('a request is garbage once it is answered', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  let params: WeakRef<object> | undefined;
  const handle = (given: Json): Json => {
    params = new WeakRef(given as object);
    return null;
  };
  const service = { ...pingAndPi, keep: { out: 'kept', handle } };
  const calls = new Calls(serveContext({ service }), 'test', () => undefined);
  calls.start(body({ in: 'keep', params: { large: true } }), performance.now());
  await new Promise(setImmediate); // a WeakRef holds its object until the turn ends
  collectGarbage();
  expect(params?.deref()).toBeUndefined();
  expect(calls.inFlight).toBe(0);
});

test('a body is decoded once, also for a call that is late or behind a late one', () => {
  const parse = jest.spyOn(JSON, 'parse');
  try {
    started({ in: 'gate' }, { in: 'ping' }, { in: 'ping', id: 1 });
    const requests = parse.mock.calls.filter(([text]) => text.startsWith('{"in"'));
    expect(requests).toHaveLength(3);
  } finally {
    parse.mockRestore();
  }
});
