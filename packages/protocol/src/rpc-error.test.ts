import { RPC_ERROR_CODES, RpcError } from './index';

describe('RpcError', () => {
  it('has a code, a message, a retryable flag and a cause', () => {
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

  it('is not retryable and has no cause by default', () => {
    expect(new RpcError('INTERNAL', 'x').retryable).toBe(false);
    expect(new RpcError('INTERNAL', 'x')).not.toHaveProperty('cause');
  });

  it('is returned unchanged by from()', () => {
    const error = new RpcError('CANCELLED', 'cancelled by the caller');
    expect(RpcError.from(error)).toBe(error);
  });

  it.each([['a string'], [42], [null], [undefined], [new TypeError('secret')]])(
    'turns %p into INTERNAL and keeps it only as the cause',
    (thrown) => {
      const error = RpcError.from(thrown, 'the handler failed');
      expect(error).toMatchObject({ code: 'INTERNAL', message: 'the handler failed' });
      expect(error.cause).toBe(thrown);
    },
  );

  it.each([
    ['AbortError', 'CANCELLED'],
    ['TimeoutError', 'DEADLINE_EXCEEDED'],
    ['SyntaxError', 'INTERNAL'],
  ])('turns an error named %s into %s, whatever its class', (name, code) => {
    for (const thrown of [new DOMException('x', name), Object.assign(new Error('x'), { name })]) {
      expect(RpcError.from(thrown)).toMatchObject({ code, retryable: false, cause: thrown });
    }
  });

  it('maps the errors of an AbortSignal to their codes', async () => {
    const timedOut = AbortSignal.timeout(0);
    await new Promise((resolve) => timedOut.addEventListener('abort', resolve));
    expect(RpcError.from(timedOut.reason).code).toBe('DEADLINE_EXCEEDED');
    expect(RpcError.from(AbortSignal.abort().reason).code).toBe('CANCELLED');
  });

  it('does not throw for a value that throws when it is read', () => {
    const hostile = {
      get name(): string {
        throw new Error('no name');
      },
    };
    expect(RpcError.from(hostile).code).toBe('INTERNAL');
  });

  it('has eight different codes', () => {
    expect(new Set(RPC_ERROR_CODES).size).toBe(8);
    expect(RPC_ERROR_CODES).toHaveLength(8);
  });
});
