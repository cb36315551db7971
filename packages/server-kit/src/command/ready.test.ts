import { UsageError } from '@bytes-up/protocol';
import { listenError } from '../index';

describe('listenError', () => {
  const address = { host: '127.0.0.1', port: 80 };

  it('says what to do about a port in use', () => {
    const error = listenError(Object.assign(new Error(), { code: 'EADDRINUSE' }), address);
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({
      exitCode: 2,
      message:
        'cannot listen on 127.0.0.1:80 (EADDRINUSE): port in use: choose another, or 0 for a free one',
    });
  });

  it.each([
    [new TypeError('a defect')],
    [null],
    [Object.assign(new Error(), { code: 'toString' })],
  ])('leaves %p alone', (error) => {
    expect(listenError(error, address)).toBe(error);
  });
});
