// The fast decoder returns what the plain one does: the same replies, the same errors.

import fc from 'fast-check';
import { encodeResp } from '../encode';
import { parseResp } from '../parse';
import { fromInteger, RespFailure, RespPush, toReply, type Reply } from './reply';
import { ReplyDecoder } from './reply-decoder';
import { anyValue, cut, GOLDEN } from '../testing/values';
import { DEFAULT_RESP_LIMITS, type RespLimits } from '../value';

/** Every reply that the decoder returns for these chunks, then the error's message. */
function decode(chunks: readonly Buffer[], limits: Partial<RespLimits> = {}): unknown[] {
  const decoder = new ReplyDecoder(limits);
  const replies: unknown[] = [];
  try {
    for (const chunk of chunks) {
      decoder.push(chunk);
      for (let reply = decoder.next(); reply !== undefined; reply = decoder.next()) {
        replies.push(reply);
      }
    }
  } catch (error) {
    replies.push((error as Error).message);
  }
  return replies;
}

/** The same with the plain decoder, from all the bytes at once. */
function plainly(bytes: Buffer, limits: Partial<RespLimits> = {}): unknown[] {
  const replies: unknown[] = [];
  try {
    for (let at = 0; ;) {
      const parsed = parseResp(bytes, at, { ...DEFAULT_RESP_LIMITS, ...limits });
      if (parsed === undefined) return replies;
      replies.push(toReply(parsed.value));
      at = parsed.end;
    }
  } catch (error) {
    return [...replies, (error as Error).message];
  }
}

test.each(GOLDEN)('%j, whole and at every split point', (text) => {
  const bytes = Buffer.from(text);
  const expected = plainly(bytes);
  expect(decode([bytes])).toEqual(expected);
  for (let at = 1; at < bytes.length; at++) {
    expect(decode([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(expected);
  }
  expect(decode(Array.from(bytes, (byte) => Buffer.from([byte])))).toEqual(expected);
});

test('any values, in any pieces', () => {
  fc.assert(
    fc.property(
      fc.array(anyValue, { maxLength: 5 }),
      fc.infiniteStream(fc.nat(40)),
      (values, cuts) => {
        const bytes = Buffer.concat(values.map(encodeResp));
        const chunks = cut(bytes, cuts);
        expect(decode(chunks)).toEqual(values.map(toReply));
      },
    ),
  );
});

test.each([
  '+OK\r\n$-5\r\n',
  '$5\r\nhelloXX',
  '*-2\r\n',
  '*?\r\n',
  '*2\r\n+a\r\n?\r\n',
  ':12a\r\n',
  ':\r\n',
  ':-\r\n',
  ':9223372036854775808\r\n',
  ',1e\r\n',
  '+OK\n',
  '%-1\r\n',
])('%j is refused in the same words, in whatever pieces', (text) => {
  const bytes = Buffer.from(text);
  const expected = plainly(bytes);
  expect(expected.at(-1)).toMatch(/^byte \d+: expected /);
  expect(decode([bytes])).toEqual(expected);
  expect(decode(Array.from(bytes, (byte) => Buffer.from([byte])))).toEqual(expected);
});

test.each<[string, Partial<RespLimits>]>([
  ['$11\r\n', { maxBulkBytes: 10 }],
  ['*4\r\n', { maxCount: 3 }],
  ['*1\r\n'.repeat(4), { maxDepth: 3 }],
  [`+${'x'.repeat(20)}`, { maxLineBytes: 10 }],
  [`:${'1'.repeat(20)}`, { maxLineBytes: 10 }],
  ['$11\r\n', { maxValueBytes: 10 }],
  ['=11\r\n', { maxValueBytes: 10 }],
  ['+1234567890\r\n', { maxValueBytes: 12 }],
  [':1234567890\r\n', { maxValueBytes: 12 }],
  ['*2\r\n$1\r\na\r\n$4\r\n', { maxValueBytes: 20 }],
  ['*2\r\n*1\r\n:1\r\n*1\r\n:22\r\n', { maxValueBytes: 20 }],
  ['*2\r\n:1\r\n*2\r\n', { maxValueBytes: 11 }],
])('%j is over a bound', (text, limits) => {
  const bytes = Buffer.from(text);
  expect(plainly(bytes, limits)).toHaveLength(1);
  expect(decode([bytes], limits)).toEqual(plainly(bytes, limits));
  expect(
    decode(
      Array.from(bytes, (byte) => Buffer.from([byte])),
      limits,
    ),
  ).toEqual(plainly(bytes, limits));
});

test('the bound on a value is one on each value, not on the stream', () => {
  const text = '*1\r\n:1\r\n|1\r\n+a\r\n:1\r\n+bcd\r\n$1\r\ne\r\n'.repeat(3);
  const limits = { maxValueBytes: 12 };
  expect(decode([Buffer.from(text)], limits)).toHaveLength(9);
  expect(
    decode(
      Array.from(Buffer.from(text), (byte) => Buffer.from([byte])),
      limits,
    ),
  ).toHaveLength(9);
});

test('a verbatim string of a megabyte in small pieces is joined once', () => {
  const content = Buffer.concat([Buffer.from('txt:'), Buffer.alloc(1024 * 1024, 'x')]);
  const bytes = encodeResp({ type: 'verbatim string', format: 'txt', value: content.subarray(4) });
  const concat = jest.spyOn(Buffer, 'concat');
  const chunks = cut(bytes, Array.from({ length: 20_000 }, () => 64)[Symbol.iterator]());
  concat.mockClear();
  const [reply] = decode(chunks);
  const calls = concat.mock.calls.length;
  concat.mockRestore();
  expect(reply).toHaveLength(1024 * 1024);
  expect(calls).toBe(1);
});

test('a line that never ends is refused while it comes, byte by byte', () => {
  const chunks = Array.from({ length: 40 }, () => Buffer.from('x'));
  expect(decode([Buffer.from('+'), ...chunks], { maxLineBytes: 10 })).toEqual([
    'byte 0: expected a line of at most 10 bytes, got "a longer one"',
  ]);
});

test('text outside of ASCII, short and long', () => {
  const texts = ['é', 'a'.repeat(11) + 'é', '日本語', 'é'.repeat(100)];
  const bytes = texts.map((text) => encodeResp({ type: 'bulk string', value: Buffer.from(text) }));
  expect(decode([Buffer.concat(bytes)])).toEqual(texts);
});

test('an integer is a number where a number can hold it', () => {
  expect(decode([Buffer.from(':9007199254740991\r\n:9007199254740993\r\n:-5\r\n:-0\r\n')])).toEqual(
    [9007199254740991, 9007199254740993n, -5, 0],
  );
  expect(fromInteger(-(2n ** 63n))).toBe(-(2n ** 63n));
});

test('attributes are left out, wherever they stand', () => {
  const text = '|1\r\n+ttl\r\n:1\r\n*2\r\n|0\r\n:1\r\n|1\r\n+a\r\n*1\r\n+b\r\n:2\r\n';
  expect(decode([Buffer.from(text)])).toEqual([[1, 2]]);
  expect(decode(Array.from(Buffer.from(text), (byte) => Buffer.from([byte])))).toEqual([[1, 2]]);
});

test('errors are values, and a push is told from an answer', () => {
  const replies = decode([Buffer.from('*1\r\n-ERR no\r\n>1\r\n+news\r\n')]) as Reply[];
  expect(replies).toEqual([[new RespFailure('ERR no')], new RespPush(['news'])]);
});
