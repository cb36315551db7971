import { dispatch, estimatePi, MAX_PI_TERMS, pingAndPi } from './index';
import type { Json } from './index';

describe('pi', () => {
  it.each([
    [0, Math.sqrt(8)],
    [1, Math.sqrt(8 * (1 + 1 / 9))],
    [2, Math.sqrt(8 * (1 + 1 / 9 + 1 / 25))],
  ])('with n = %d sums %d + 1 terms', (n, expected) => {
    expect(estimatePi(n)).toBeCloseTo(expected, 12);
  });

  it('comes close to π at its largest n', () => {
    expect(Math.abs(estimatePi(MAX_PI_TERMS) - Math.PI)).toBeLessThan(1e-7);
  });

  it.each<[Json]>([[-1], [1.5], ['1'], [null], [true], [[]], [{}], [MAX_PI_TERMS + 1], [Infinity]])(
    'refuses %p',
    (params) => {
      expect(dispatch(pingAndPi, { in: 'pi', params })).toMatchObject({
        out: 'error',
        result: { code: 'INVALID_ARGUMENT', retryable: false },
      });
    },
  );
});

describe('ping', () => {
  it('keeps a member named __proto__', () => {
    const params = JSON.parse('{"__proto__":{"x":1}}') as Json;
    const answer = dispatch(pingAndPi, { in: 'ping', params });
    expect(JSON.stringify(answer)).toBe('{"out":"pong","result":{"__proto__":{"x":1}}}');
  });
});
