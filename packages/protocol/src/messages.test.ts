import {
  errorResponse,
  isOneway,
  parseRequest,
  parseResponse,
  readRequestId,
  RpcError,
  type RpcErrorCode,
} from './index';

/** The message with which a value is refused. @param code the expected code */
function refusalBy(parse: (value: unknown) => unknown, code: RpcErrorCode, value: unknown): string {
  try {
    parse(value);
  } catch (error) {
    if (error instanceof RpcError && error.code === code) return error.message;
    throw error;
  }
  throw new Error(`expected ${code}`);
}

const refusal = (value: unknown): string => refusalBy(parseRequest, 'INVALID_ARGUMENT', value);

describe('parseRequest', () => {
  it('reads every member', () => {
    const request = {
      in: 'ping',
      params: [1, 'two'],
      id: 7,
      timeout_ms: 100,
      idempotency_key: 'k',
      oneway: true,
    };
    expect(parseRequest(request)).toEqual(request);
  });

  it('reads missing params as null and ignores unknown members', () => {
    expect(parseRequest({ in: 'ping', extra: 1 })).toEqual({ in: 'ping', params: null });
  });

  it.each<[unknown, string]>([
    [null, 'expected a JSON object, got null'],
    [[], 'expected a JSON object, got an array'],
    ['ping', 'expected a JSON object, got a string'],
    [{}, '"in" must be a string, got nothing'],
    [{ in: 1 }, '"in" must be a string, got a number'],
    [{ in: 'ping', id: null }, '"id" must be a string or an integer, got null'],
    [{ in: 'ping', id: 1.5 }, '"id" must be a string or an integer, got a number'],
    [{ in: 'ping', id: 2 ** 53 }, '"id" must be a string or an integer, got a number too large'],
    [{ in: 'ping', timeout_ms: '5' }, '"timeout_ms" must be an integer, got a string'],
    [{ in: 'ping', idempotency_key: [] }, '"idempotency_key" must be a string, got an array'],
    [{ in: 'ping', oneway: false }, '"oneway" must be true, got a boolean'],
  ])('refuses %j', (value, message) => {
    expect(refusal(value)).toBe(message);
  });

  it('reads own members only', () => {
    expect(refusal(Object.create({ in: 'ping' }))).toBe('"in" must be a string, got nothing');
    const all = { params: 1, id: 2, timeout_ms: 3, idempotency_key: 'k', oneway: true };
    const inherits: unknown = Object.assign(Object.create(all) as object, { in: 'ping' });
    expect(parseRequest(inherits)).toEqual({ in: 'ping', params: null });
  });

  it('a member with the name of one of Object.prototype is unknown, as any other', () => {
    const text = `{"in":"ping","__proto__":{"id":1,"oneway":true,"params":2},
      "constructor":null,"hasOwnProperty":0,"toString":"x","valueOf":[]}`;
    const request = parseRequest(JSON.parse(text));
    expect(request).toEqual({ in: 'ping', params: null });
    expect(Object.getPrototypeOf(request)).toBe(Object.prototype);
  });
});

describe('parseResponse', () => {
  const error = (members: object): object => ({
    out: 'error',
    result: { code: 'INTERNAL', message: 'why', retryable: false, ...members },
    id: 1,
  });

  it.each<[name: string, response: object]>([
    ['an answer', { out: 'pong', result: { any: ['value'] }, id: 7 }],
    ['an answer without an id, whose result is null', { out: 'pong', result: null }],
    ['an answer with an empty name and a string id', { out: '', result: 0, id: '' }],
    ['an error', error({ code: 'UNAVAILABLE', retryable: true })],
    ['an error that may be retryable', error({ code: 'RESOURCE_EXHAUSTED', retryable: true })],
    ['the same error, not retryable', error({ code: 'RESOURCE_EXHAUSTED' })],
    ['an error without an id', { out: 'error', result: (error({}) as { result: object }).result }],
  ])('reads %s', (_name, response) => {
    expect(parseResponse(response)).toEqual(response);
  });

  it.each<[unknown, string]>([
    [null, 'expected a JSON object, got null'],
    [[{ out: 'pong', result: 1 }], 'expected a JSON object, got an array'],
    [{ id: 1 }, '"out" must be a string, got nothing'],
    [{ out: 1, result: 1, id: 1 }, '"out" must be a string, got a number'],
    [{ out: 'pong', id: 1 }, '"result" must be a JSON value, got nothing'],
    [{ out: 'pong', result: 1, id: null }, '"id" must be a string or an integer, got null'],
    [{ out: 'pong', result: 1, id: 1.5 }, '"id" must be a string or an integer, got a number'],
    [{ out: 'pong', result: 1, id: 1, took: 5 }, 'an answer has no member "took"'],
    [{ out: 'error', id: 1 }, '"result" must be a JSON value, got nothing'],
    [
      { out: 'error', result: 'too many', id: 1 },
      'the "result" of an error must be an object, got a string',
    ],
    [error({ code: 'SURPRISE' }), '"code" must be one of the closed list, got "SURPRISE"'],
    [error({ code: 13 }), '"code" must be one of the closed list, got a number'],
    [error({ message: null }), '"message" must be a string, got null'],
    [error({ retryable: 'yes' }), '"retryable" must be a boolean, got a string'],
    [error({ retryable: true }), '"retryable" of INTERNAL must be false, got true'],
    [error({ code: 'UNAVAILABLE' }), '"retryable" of UNAVAILABLE must be true, got false'],
    [
      error({ code: 'DEADLINE_EXCEEDED' }),
      '"retryable" of DEADLINE_EXCEEDED must be true, got false',
    ],
    [error({ code: 'CANCELLED' }), 'CANCELLED is never sent'],
    [error({ stack: 'at …' }), 'the "result" of an error has no member "stack"'],
  ])('refuses %j', (value, says) => {
    const message = refusalBy(parseResponse, 'INTERNAL', value);
    expect(message).toBe(`the answer breaks the protocol: ${says}`);
  });

  it('reads own members only', () => {
    const inherited: unknown = Object.create({ out: 'pong', result: 1 });
    expect(refusalBy(parseResponse, 'INTERNAL', inherited)).toContain('"out" must be a string');
  });
});

describe('what can be read from an invalid request', () => {
  it.each<[unknown, unknown]>([
    [{ id: 'a' }, 'a'],
    [{ in: 5, id: 3 }, 3],
    [{ id: 1.5 }, undefined],
    [{ id: null }, undefined],
    [[], undefined],
    ['id', undefined],
    [Object.create({ id: 1 }), undefined],
    [JSON.parse('{"__proto__":{"id":1}}'), undefined],
  ])('the id of %j is %j', (value, id) => {
    expect(readRequestId(value)).toBe(id);
  });

  it('only true makes a one-way call', () => {
    expect(isOneway({ oneway: true })).toBe(true);
    expect(isOneway({ oneway: 1 })).toBe(false);
    expect(isOneway(Object.create({ oneway: true }))).toBe(false);
  });
});

describe('errorResponse', () => {
  const error = new RpcError('UNIMPLEMENTED', 'no such method');

  it('has the three members of an error and the id', () => {
    expect(errorResponse(error, 0)).toEqual({
      out: 'error',
      result: { code: 'UNIMPLEMENTED', message: 'no such method', retryable: false },
      id: 0,
    });
  });

  it('has no id if the request had none', () => {
    expect(Object.keys(errorResponse(error, undefined))).toEqual(['out', 'result']);
  });
});
