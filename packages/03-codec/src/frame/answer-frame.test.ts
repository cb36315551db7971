import { DEFAULT_LIMITS, pingAndPi, RpcError, type Json, type Service } from '@bytes-up/protocol';
import fc from 'fast-check';
import { subject } from '../testing/subject';

const { answerBody, answerBodySync, answerFrame, answerFrameSync } = subject();
const { encodeFrame, errorFrame, refusalBody } = subject();
const limits = DEFAULT_LIMITS;

const cycle: Json[] = [];
cycle.push(cycle);
const nonJson: readonly [string, unknown][] = [
  ['a bigint', 10n],
  ['a cycle', cycle],
  ['undefined inside an object', { a: undefined }],
  ['undefined inside an array', [undefined]],
  ['a number that is none', { x: NaN }],
  ['a function', () => 1],
  ['a Date', new Date(0)],
  ['a Map', new Map()],
  [
    'a getter that throws',
    {
      get a() {
        throw new Error('secret');
      },
    },
  ],
  ['a hundred thousand levels', JSON.parse('['.repeat(100_000) + ']'.repeat(100_000))],
];

const service: Service = {
  ...pingAndPi,
  later: { out: 'later_r', handle: async (params) => params },
  fails: {
    out: 'never',
    handle: () => {
      throw new Error('secret');
    },
  },
  rejects: { out: 'never', handle: () => Promise.reject(new Error('secret')) },
  long: { out: 'long_r', handle: (params) => 'é'.repeat(Number(params)) },
  longError: {
    out: 'never',
    handle: () => {
      throw new RpcError('INTERNAL', 'x'.repeat(5000));
    },
  },
  ...Object.fromEntries(
    nonJson.map(([name, value]) => [name, { out: 'x', handle: () => value as Json }]),
  ),
};

async function answer(
  body: string | Uint8Array,
  over: Partial<typeof limits> = {},
): Promise<unknown> {
  const frame = await answerFrame(service, Buffer.from(body as string), {
    limits: { ...limits, ...over },
  });
  return frame === undefined ? undefined : open(frame);
}

const frameOf = (body: string | undefined): Buffer | undefined =>
  body === undefined ? undefined : encodeFrame(body);

/** The body of a frame whose length is right. */
function open(frame: Uint8Array): unknown {
  const bytes = Buffer.from(frame);
  expect(bytes.readUInt32LE(0)).toBe(bytes.length - 4);
  return JSON.parse(bytes.subarray(4).toString());
}

function failure(code: string, message: string, id?: string | number, retryable = false) {
  return { out: 'error', result: { code, message, retryable }, ...(id !== undefined && { id }) };
}

test('golden: a ping and its pong', async () => {
  const pong = await answerFrame(service, Buffer.from('{"in":"ping","params":"hello","id":1}'), {
    limits,
  });
  const body = '{"out":"pong","result":"hello","id":1}';
  expect(pong?.toString('latin1')).toBe(`\x26\0\0\0${body}`);
});

test.each([
  ['a request with an id', '{"in":"ping","id":7}', [{ in: 'ping', id: 7 }]],
  ['a request that names no method', '{"in":"unknown"}', [{ in: 'unknown' }]],
  ['nothing when the body cannot be decoded', '{"in":', []],
])('onRequest is told of %s', async (_what, text, expected) => {
  const told: unknown[] = [];
  const onRequest = (request: unknown): void => void told.push(request);
  await answerFrame(service, Buffer.from(text), { limits, onRequest });
  refusalBody(Buffer.from(text), new RpcError('UNAVAILABLE', 'later'), { limits, onRequest });
  expect(told).toEqual([...expected, ...expected]);
});

test('a handler that answers synchronously creates no promise', () => {
  expect(answerFrame(service, Buffer.from('{"in":"ping"}'), { limits })).toBeInstanceOf(Uint8Array);
});

test.each([
  [
    'an answer that comes later',
    '{"in":"later","params":[1],"id":"a"}',
    { out: 'later_r', result: [1], id: 'a' },
  ],
  [
    'a call without an id',
    '{"in":"ping","params":{"a":null}}',
    { out: 'pong', result: { a: null } },
  ],
  ['a one-way call', '{"in":"ping","oneway":true}', undefined],
  ['a one-way call that fails', '{"in":"nope","oneway":true,"id":1}', undefined],
  ['a one-way call that fails later', '{"in":"rejects","oneway":true}', undefined],
  [
    'no bytes',
    '',
    failure('INVALID_ARGUMENT', 'empty body: expected a JSON object at byte 0 of the body'),
  ],
  [
    'an array',
    ' [1]',
    failure('INVALID_ARGUMENT', 'expected a JSON object, got an array at byte 1 of the body'),
  ],
  [
    'no JSON',
    '{"in":}',
    failure('INVALID_ARGUMENT', 'not JSON: expected a value, got 7d (}) at byte 6 of the body'),
  ],
  [
    'an unknown method',
    '{"in":"nope","id":7}',
    failure('UNIMPLEMENTED', 'no method named "nope"', 7),
  ],
  [
    'a handler that throws',
    '{"in":"fails","id":7}',
    failure('INTERNAL', 'the handler of "fails" failed', 7),
  ],
  [
    'a handler that rejects',
    '{"in":"rejects","id":7}',
    failure('INTERNAL', 'the handler of "rejects" failed', 7),
  ],
])('one request, one answer: %s', async (_, body, expected) => {
  expect(await answer(body)).toEqual(expected);
});

describe('answers over the limit', () => {
  // {"out":"long_r","result":"é…"} is 28 bytes and two for each letter.
  test('exactly maxFrameBytes are sent', async () => {
    expect(await answer('{"in":"long","params":100}', { maxFrameBytes: 228 })).toEqual({
      out: 'long_r',
      result: 'é'.repeat(100),
    });
  });

  test('one byte more becomes RESOURCE_EXHAUSTED with the id', async () => {
    const message = 'answer of 235 bytes exceeds maxFrameBytes 234';
    const expected = failure('RESOURCE_EXHAUSTED', message, 7);
    expect(await answer('{"in":"long","params":100,"id":7}', { maxFrameBytes: 234 })).toEqual(
      expected,
    );
  });

  test('an error with a long message too', async () => {
    expect(await answer('{"in":"longError","id":7}', { maxFrameBytes: 1000 })).toMatchObject({
      result: { code: 'RESOURCE_EXHAUSTED' },
      id: 7,
    });
  });

  test('an id that does not fit is left out', async () => {
    const body = `{"in":"nope","id":"${'i'.repeat(950)}"}`;
    const refused = await answer(body, { maxFrameBytes: 1000 });
    expect(refused).toMatchObject({ out: 'error', result: { code: 'RESOURCE_EXHAUSTED' } });
    expect(refused).not.toHaveProperty('id');
  });
});

test.each(nonJson)('a result that JSON cannot represent becomes INTERNAL: %s', async (name) => {
  const told: unknown[] = [];
  const frame = await answerFrame(service, Buffer.from(JSON.stringify({ in: name, id: 7 })), {
    limits,
    onHandlerError: (method, thrown) => told.push([method, thrown instanceof Error]),
  });
  expect(open(frame ?? Buffer.alloc(0))).toEqual(
    failure('INTERNAL', 'the result cannot be written as JSON', 7),
  );
  expect(told).toEqual([[name, true]]);
});

describe('the depth of an answer', () => {
  const nest = (levels: number): Json => (levels === 0 ? 1 : [nest(levels - 1)]);
  const deep: Service = Object.fromEntries(
    [2, 3].map((levels) => [`deep${levels}`, { out: 'deep', handle: () => nest(levels) }]),
  );
  const call = async (method: string, maxDepth: number) => {
    const options = { limits: { ...limits, maxDepth } };
    const frame = await answerFrame(deep, Buffer.from(`{"in":"${method}","id":7}`), options);
    return open(frame ?? Buffer.alloc(0));
  };

  test('exactly maxDepth levels are sent, the answer itself being the first; one more is INTERNAL', async () => {
    expect(await call('deep2', 3)).toEqual({ out: 'deep', result: [[1]], id: 7 });
    const message = 'the result cannot be written as JSON';
    expect(await call('deep3', 3)).toEqual(failure('INTERNAL', message, 7));
  });

  test('an error keeps its code even when maxDepth is 1', async () => {
    expect(await call('nope', 1)).toEqual(failure('UNIMPLEMENTED', 'no method named "nope"', 7));
  });
});

test('a log function that throws does not suppress the answer', async () => {
  const frame = await answerFrame(service, Buffer.from('{"in":"a bigint","id":7}'), {
    limits,
    onHandlerError: () => {
      throw new Error('disk full');
    },
  });
  expect(open(frame ?? Buffer.alloc(0))).toMatchObject({ id: 7 });
});

describe('answerFrameSync', () => {
  const sync = (body: string) => {
    const frame = answerFrameSync(pingAndPi, Buffer.from(body), { limits });
    return frame === undefined ? undefined : open(frame);
  };

  test('answers as answerFrame does', () => {
    expect(sync('{"in":"ping","params":1,"id":2}')).toEqual({ out: 'pong', result: 1, id: 2 });
    expect(sync('{"in":"ping","oneway":true}')).toBeUndefined();
    expect(sync('')).toMatchObject({ result: { code: 'INVALID_ARGUMENT' } });
  });
});

describe('refusalBody', () => {
  const stopping = new RpcError('UNAVAILABLE', 'the server is stopping', { retryable: true });
  const refused = (body: string) => {
    const answer = refusalBody(Buffer.from(body), stopping, { limits });
    return answer === undefined ? undefined : (JSON.parse(answer) as unknown);
  };
  const expected = (id?: string | number) =>
    failure('UNAVAILABLE', 'the server is stopping', id, true);

  test('echoes the id, respects one-way calls, answers what cannot be read', () => {
    expect(refused('{"in":"ping","id":"a"}')).toEqual(expected('a'));
    expect(refused('{"in":"ping"}')).toEqual(expected());
    expect(refused('{"in":"ping","oneway":true}')).toBeUndefined();
    expect(refused('not JSON')).toEqual(expected());
    expect(refused('')).toEqual(expected());
  });
});

test('errorFrame has no id', () => {
  const error = new RpcError('RESOURCE_EXHAUSTED', 'frame length 5 exceeds maxFrameBytes 4');
  expect(open(errorFrame(error))).toEqual(
    failure('RESOURCE_EXHAUSTED', 'frame length 5 exceeds maxFrameBytes 4'),
  );
});

describe('whatever the bytes are', () => {
  const names = Object.keys(service).filter((name) => name !== 'pi');
  const member = fc.oneof(fc.jsonValue(), fc.constantFrom(...names), fc.constant(true));
  const bodies = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.json().map((text) => new Uint8Array(Buffer.from(text))),
    fc
      .dictionary(
        fc.constantFrom('in', 'params', 'id', 'timeout_ms', 'oneway', '__proto__'),
        member,
      )
      .map((request) => new Uint8Array(Buffer.from(JSON.stringify(request)))),
  );
  const anyLimits = fc.record({
    maxFrameBytes: fc.constantFrom(1, 120, 4096),
    maxDepth: fc.constantFrom(1, 3, 64),
  });

  test('it never throws or rejects, and every answer is a complete frame with a known code', async () => {
    const error = new RpcError('UNAVAILABLE', 'stopping', { retryable: true });
    await fc.assert(
      fc.asyncProperty(bodies, anyLimits, async (body, over) => {
        const options = { limits: { ...limits, ...over } };
        for (const frame of [
          await answerFrame(service, body, options),
          answerFrameSync(pingAndPi, body, options),
          frameOf(refusalBody(body, error, options)),
        ]) {
          if (frame !== undefined) expect(open(frame)).toHaveProperty('out');
        }
      }),
      { numRuns: 500 },
    );
  });

  test('an answer is the same whether its request came as bytes or as a string', async () => {
    const error = new RpcError('UNAVAILABLE', 'stopping', { retryable: true });
    await fc.assert(
      fc.asyncProperty(bodies, anyLimits, async (bytes, over) => {
        const body = bytes.map((byte) => byte & 0x7f);
        const text = Buffer.from(body).toString('latin1');
        const options = { limits: { ...limits, ...over } };
        expect(await answerBody(service, text, options)).toBe(
          await answerBody(service, body, options),
        );
        expect(answerBodySync(pingAndPi, text, options)).toBe(
          answerBodySync(pingAndPi, body, options),
        );
        expect(refusalBody(text, error, options)).toBe(refusalBody(body, error, options));
      }),
      { numRuns: 500 },
    );
  });
});
