import { RPC_ERROR_CODES, RpcError } from './index';

describe('RpcError', () => {
  it('carries a code, a message, a promise and a cause', () => {
    const cause = new Error('below');
    const error = new RpcError('UNAVAILABLE', 'stopping', { retryable: true, cause });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: 'RpcError',
      code: 'UNAVAILABLE',
      message: 'stopping',
      retryable: true,
      cause,
    });
  });

  it('promises nothing unless told to', () => {
    expect(new RpcError('INTERNAL', 'x').retryable).toBe(false);
    expect(new RpcError('INTERNAL', 'x')).not.toHaveProperty('cause');
  });

  it('passes itself through the funnel unchanged', () => {
    const error = new RpcError('CANCELLED', 'given up');
    expect(RpcError.from(error)).toBe(error);
  });

  it.each([['a string'], [42], [null], [undefined], [new TypeError('secret')]])(
    'turns %p into INTERNAL and keeps it as the cause only',
    (thrown) => {
      const error = RpcError.from(thrown, 'the handler failed');
      expect(error).toMatchObject({ code: 'INTERNAL', message: 'the handler failed' });
      expect(error.cause).toBe(thrown);
    },
  );

  it('has eight codes, each once', () => {
    expect(new Set(RPC_ERROR_CODES).size).toBe(8);
    expect(RPC_ERROR_CODES).toHaveLength(8);
  });
});
