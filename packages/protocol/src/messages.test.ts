import { errorResponse, isOneway, parseRequest, readRequestId, RpcError } from './index';

const refusal = (value: unknown): string => {
  try {
    parseRequest(value);
  } catch (error) {
    if (error instanceof RpcError && error.code === 'INVALID_ARGUMENT') return error.message;
    throw error;
  }
  throw new Error('was accepted');
};

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

  it('takes a missing params as null and ignores members it does not know', () => {
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
  });
});

describe('what can be read of a wrong request', () => {
  it.each<[unknown, unknown]>([
    [{ id: 'a' }, 'a'],
    [{ in: 5, id: 3 }, 3],
    [{ id: 1.5 }, undefined],
    [{ id: null }, undefined],
    [[], undefined],
    ['id', undefined],
    [Object.create({ id: 1 }), undefined],
  ])('the id of %j is %j', (value, id) => {
    expect(readRequestId(value)).toBe(id);
  });

  it('knows a one-way call by true alone', () => {
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

  it('has no id when there was none', () => {
    expect(Object.keys(errorResponse(error, undefined))).toEqual(['out', 'result']);
  });
});
