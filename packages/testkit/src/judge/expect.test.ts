// What a learner reads when a comparison fails.

import { codeOnly, expectBytes, expectCode, expectEqual, expectReturned } from './expect';
import { CaseFailed, type Failure } from './judge';

async function failureOf(run: () => unknown): Promise<Failure> {
  try {
    await run();
  } catch (error) {
    if (error instanceof CaseFailed) return error.failure;
    throw error;
  }
  throw new Error('it passed');
}

describe('two values', () => {
  test.each<[string, unknown, unknown, Partial<Failure>]>([
    ['are shown completely', { a: 1 }, { a: 2 }, { expected: '{ a: 1 }', came: '{ a: 2 }' }],
    [
      'that are long are shown where they differ',
      { result: ['x', 'é'.repeat(50_000)] },
      { result: ['x', `${'é'.repeat(49_999)}e`] },
      {
        expected: `result[1]: 50,000 characters; from character 49987 on "${'é'.repeat(13)}"`,
        came: `result[1]: 50,000 characters; from character 49987 on "${'é'.repeat(12)}e"`,
      },
    ],
    [
      'of different lengths show their lengths',
      'x'.repeat(200),
      'x'.repeat(100),
      {
        expected: '200 characters; from character 88 on "xxxxxxxxxxxxxxxxxxxxxxxx"',
        came: '100 characters, and no more after "xxxxxxxxxxxx"',
      },
    ],
    [
      'that look alike show their types',
      Buffer.from('hi'),
      Uint8Array.from(Buffer.from('hi')),
      { expected: 'hi, a Buffer', came: 'hi, a Uint8Array' },
    ],
    [
      'of which one is a promise ask for an await',
      'hello',
      Promise.resolve('hello'),
      { note: 'It is a promise: is an `await` missing?' },
    ],
    [
      'of which one was a promise before it was JSON ask for an await',
      { result: 'hello' },
      { result: {} },
      { came: '{ result: {} }', note: 'A promise as JSON is {}: is an `await` missing?' },
    ],
  ])('%s', async (_what, expected, came, failure) => {
    expect(await failureOf(() => expectEqual('x', expected, came))).toMatchObject(failure);
  });

  test('an empty object that is simply wrong is not mistaken for a promise', async () => {
    const failure = await failureOf(() => expectEqual('x', { a: 1 }, {}));
    expect(failure).toEqual({ given: 'x', expected: '{ a: 1 }', came: '{}' });
  });
});

describe('an error', () => {
  const coded = Object.assign(new Error('no such call'), { code: 'INTERNAL' });

  test('with another code is shown with its message', async () => {
    const failure = await failureOf(() =>
      expectCode('x', 'UNAVAILABLE', () => Promise.reject(coded)),
    );
    expect(failure.came).toBe('the code INTERNAL: Error: no such call');
    const compared = await failureOf(() => expectEqual('x', { code: 'OTHER' }, codeOnly(coded)));
    expect(compared.came).toBe('the code INTERNAL: Error: no such call');
  });

  test('without a code says so', async () => {
    const failure = await failureOf(() =>
      expectEqual('x', { result: 1 }, codeOnly(new TypeError(''))),
    );
    expect(failure.came).toBe('an error without a code: TypeError without a message');
  });

  test('is the cause, so that its place can be reported', () => {
    expect.assertions(1);
    try {
      expectEqual('x', { result: 1 }, codeOnly(coded));
    } catch (error) {
      expect((error as Error).cause).toBe(coded);
    }
  });
});

test('a promise of the value is not the value', async () => {
  const failure = await failureOf(() => expectReturned('x', true, () => Promise.resolve(true)));
  expect(failure).toMatchObject({
    expected: 'true',
    note: 'It is a promise: is an `await` missing?',
  });
});

test('bytes are reported by their number and as hex', async () => {
  const failure = await failureOf(() => expectBytes('x', Buffer.from('hi'), Buffer.from('ho')));
  expect(failure.bytes).toEqual({ expected: '68 69', came: '68 6f' });
});
