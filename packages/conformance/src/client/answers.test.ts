// What counts as the expected answer, and how a failure describes a wrong one.

import { expectAnswers, matchAnswer, type Expected } from './answers';
import type { Connection } from './connection';
import { CaseFailure } from './failure';

const pong: Expected = { out: 'pong', result: { a: [1, null] }, id: 7 };
const invalid: Expected = { error: 'INVALID_ARGUMENT' };
const error = (members: object): object => ({
  out: 'error',
  result: { code: 'INVALID_ARGUMENT', message: 'no', retryable: false, ...members },
});

function failureOf(expected: Expected, body: string | Buffer): CaseFailure {
  try {
    matchAnswer(expected, Buffer.from(body));
  } catch (thrown) {
    if (thrown instanceof CaseFailure) return thrown;
    throw thrown;
  }
  throw new Error('it matched');
}

test.each<[string, Expected, string]>([
  ['members in any order', pong, '{"id":7,"result":{"a":[1,null]},"out":"pong"}'],
  ['white space anywhere', pong, ' {"out" : "pong",\n"result":{"a":[1, null]},"id":7} '],
  ['any message', invalid, JSON.stringify(error({ message: 'whatever' }))],
  ['a near number', { out: 'pi_r', near: 3.14 }, '{"out":"pi_r","result":3.1400000001}'],
  ['retryable as the code says', { error: 'UNAVAILABLE' }, unavailable(true)],
])('%s matches', (_title, expected, body) => {
  expect(() => matchAnswer(expected, Buffer.from(body))).not.toThrow();
});

test.each<[string, Expected, string, string]>([
  ['another value', pong, '{"out":"pong","result":{"a":[2,null]},"id":7}', 'result.a.0'],
  ['an object for an array', pong, '{"out":"pong","result":{"a":{}},"id":7}', 'result.a'],
  ['an id of another type', pong, '{"out":"pong","result":{"a":[1,null]},"id":"7"}', 'id'],
  ['a missing id', pong, '{"out":"pong","result":{"a":[1,null]}}', 'id'],
  ['an extra member', pong, '{"out":"pong","result":{"a":[1,null]},"id":7,"x":1}', 'x'],
  ['another code', invalid, JSON.stringify(error({ code: 'INTERNAL' })), 'result.code'],
  ['an empty message', invalid, JSON.stringify(error({ message: '' })), 'result.message'],
  [
    'a long message',
    invalid,
    JSON.stringify(error({ message: 'x'.repeat(5_000) })),
    'result.message',
  ],
  ['a wrong retryable', invalid, JSON.stringify(error({ retryable: true })), 'result.retryable'],
  ['an error with a stack', invalid, JSON.stringify(error({ stack: 'at' })), 'result.stack'],
  [
    'a number that is not near',
    { out: 'pi_r', near: 3.14 },
    '{"out":"pi_r","result":3.141}',
    'result',
  ],
  [
    'UNAVAILABLE that is not retryable',
    { error: 'UNAVAILABLE' },
    unavailable(false),
    'result.retryable',
  ],
])('%s does not match', (_title, expected, body, path) => {
  expect(failureOf(expected, body).details.got).toMatch(new RegExp(` differs at ${path}$`));
});

test.each([
  ['{"out":', /^a frame with the body "\{\\"out\\":": .*JSON/],
  ['[1]', /^\[1\]$/],
  [Buffer.from([0x22, 0xff, 0x22]), /^a frame with the body "\\"ÿ\\"": .*utf-8/],
])('%j is not an answer', (body, got) => {
  const { details } = failureOf(pong, body);
  expect(details.expected).toBe('one JSON object in UTF-8');
  expect(details.got).toMatch(got);
});

test('the caret is under the byte that differs, whatever the order of the members', () => {
  const lines = failureOf({ out: 'pong', result: 1 }, '{"result":2,"out":"pong"}').lines();
  expect(lines.slice(0, 2)).toEqual([
    'expected  {"out":"pong","result":1}',
    'got       {"result":2,"out":"pong"}, which differs at result',
  ]);
  expect(lines.at(-1)).toMatch(/\^\^ byte 14 is the first that differs$/);
});

test.each<[string, Expected, string, boolean]>([
  [
    'another answer than an error',
    { error: 'INVALID_ARGUMENT' },
    '{"out":"pong","result":1}',
    false,
  ],
  ['an error with a wrong member', { error: 'UNAVAILABLE' }, unavailable(false), true],
  ['a wrong number', { out: 'pi_r', near: 3 }, '{"out":"pi_r","result":2}', false],
  ['a near number in a wrong answer', { out: 'pi_r', near: 3 }, '{"out":"pi","result":3}', true],
])('%s is compared byte by byte only if the bytes are known', (_title, expected, body, isKnown) => {
  expect(failureOf(expected, body).details.bytes !== undefined).toBe(isKnown);
});

test('a member named __proto__ counts', () => {
  const expected: Expected = { out: 'pong', result: JSON.parse('{"__proto__":1}') as { a: 1 } };
  expect(failureOf(expected, '{"out":"pong","result":{}}').details.got).toMatch(/__proto__$/);
});

function unavailable(retryable: boolean): string {
  return JSON.stringify({
    out: 'error',
    result: { code: 'UNAVAILABLE', message: 'no', retryable },
  });
}

describe('several answers', () => {
  const answer = (result: number, id?: number | string): Expected => ({
    out: 'pong',
    result,
    ...(id !== undefined && { id }),
  });
  const arriving = (...answers: readonly Expected[]): Connection => {
    const frames = answers.map((one) => Buffer.from(JSON.stringify(one)));
    return { frame: () => Promise.resolve(frames.shift()) } as unknown as Connection;
  };

  test.each<[string, readonly Expected[], readonly Expected[]]>([
    ['with ids in another order', [answer(1, 1), answer(2, '1')], [answer(2, '1'), answer(1, 1)]],
    [
      'with an id between two without',
      [answer(1), answer(2), answer(3, 3)],
      [answer(1), answer(3, 3), answer(2)],
    ],
    ['twice with the same id', [answer(1, 7), answer(1, 7)], [answer(1, 7), answer(1, 7)]],
  ])('%s match', async (_title, expected, got) => {
    await expectAnswers(arriving(...got), expected);
  });

  test.each<[string, readonly Expected[], readonly Expected[]]>([
    ['without an id in another order', [answer(1), answer(2)], [answer(2), answer(1)]],
    ['with ids swapped', [answer(1, 1), answer(2, 2)], [answer(1, 2), answer(2, 1)]],
    ['one of them twice', [answer(1, 1), answer(2, 2)], [answer(1, 1), answer(1, 1)]],
  ])('%s do not match', async (_title, expected, got) => {
    await expect(expectAnswers(arriving(...got), expected)).rejects.toThrow(CaseFailure);
  });
});
