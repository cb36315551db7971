import fc from 'fast-check';
import { subject } from '../testing/subject';

const { explainFrame, formatSegments, encodeFrame } = subject();

/** Offset, text, meaning and error of each segment, as rows. */
function rows(bytes: Uint8Array, options?: Parameters<typeof explainFrame>[1]): unknown[][] {
  return explainFrame(bytes, options).map(({ offset, bytes: part, meaning, error }) => [
    offset,
    Buffer.from(part).toString('latin1'),
    meaning,
    ...(error === undefined ? [] : [error]),
  ]);
}

test('a request, member by member', () => {
  const body = '{"in":"ping", "params":"hello","id":1,"oneway":true,"x":2}';
  expect(rows(encodeFrame(body))).toEqual([
    [0, '\x3a\0\0\0', 'length 58: unsigned, 32 bits, little-endian'],
    [4, '{', 'the object begins'],
    [5, '"in":"ping"', 'request: the method is "ping"'],
    [16, ', ', 'and'],
    [18, '"params":"hello"', 'params: "hello"'],
    [34, ',', 'and'],
    [35, '"id":1', 'id 1: the answer carries the same'],
    [41, ',', 'and'],
    [42, '"oneway":true', 'one-way: the caller expects no answer'],
    [55, ',', 'and'],
    [56, '"x":2', '"x" is not a member of the protocol: ignored (5.3)'],
    [61, '}', 'the object ends'],
  ]);
});

test.each([
  ['{"in":"a"}', 'request: the method is "a"'],
  ['{"timeout_ms":250}', "250 ms are left of the caller's deadline"],
  ['{"idempotency_key":"k"}', 'idempotency key "k": repeat the call, not its effect'],
  ['{"oneway":1}', 'oneway: 1'],
  ['{"out":"pong"}', 'answer: its name is "pong"'],
  ['{"result":[1,2]}', 'result: [1,2]'],
  ['{"params":"' + 'a'.repeat(70) + '"}', 'params: "' + 'a'.repeat(59) + '…'],
])('%s', (body, meaning) => {
  expect(explainFrame(encodeFrame(body))[2]?.meaning).toBe(meaning);
});

test('an error answer shows its code and whether a retry is safe', () => {
  const error = { code: 'UNAVAILABLE', message: 'stopping', retryable: true };
  const meanings = rows(encodeFrame(JSON.stringify({ out: 'error', result: error }))).map(
    (r) => r[2],
  );
  expect(meanings).toContain('answer: the call failed');
  expect(meanings).toContain('"UNAVAILABLE" (no effect, may be retried): "stopping"');
  const odd = rows(encodeFrame('{"out":"error","result":{"code":"X"}}')).map((r) => r[2]);
  expect(odd).toContain('unknown code "X" (not retryable): missing');
});

test.each([
  ['{}', '"in" must be a string, got nothing (5.1)'],
  ['{"in":"ping","id":null}', '"id" must be a string or an integer, got null (5.1)'],
  ['{"in":"ping","id":1}', undefined],
  ['{"out":"pong"}', undefined],
])('%s as a request: %s', (body, error) => {
  expect(explainFrame(encodeFrame(body)).at(-1)?.error).toBe(error);
});

test('a name that occurs twice: the last one counts', () => {
  const meanings = rows(encodeFrame('{"in":"a","in":"b"}')).map((row) => row[2]);
  expect(meanings).toContain('request: the method is "a"; not this one, the last counts (4.6)');
  expect(meanings).toContain('request: the method is "b"');
});

test('frames in a row are all explained', () => {
  const two = Buffer.concat([encodeFrame('{}'), encodeFrame('{}')]);
  expect(rows(two).map((row) => row[0])).toEqual([0, 4, 6, 10]);
});

describe('an error is reported at its position', () => {
  test.each([
    ['0500', 0, 'the beginning of a length', 'received 2 of 4 length bytes'],
    [
      '00000000',
      0,
      'length 0: unsigned, 32 bits, little-endian',
      'empty body: INVALID_ARGUMENT, the connection stays open (3.3)',
    ],
    ['02000000', 4, 'the body ends early here', 'received 0 of 2 body bytes'],
    ['090000007b2261223a31', 10, 'the body ends early here', 'received 6 of 9 body bytes'],
    [
      '03000000efbbbf',
      4,
      'not decoded from here on',
      'byte order mark (ef bb bf): expected a JSON object at byte 0 of the body',
    ],
    [
      '03000000227822',
      4,
      'not decoded from here on',
      'expected a JSON object, got a string at byte 0 of the body',
    ],
    [
      '020000007bff',
      5,
      'not decoded from here on',
      'not UTF-8: ff starts no valid sequence at byte 1 of the body',
    ],
    [
      '020000007b78',
      5,
      'not decoded from here on',
      'not JSON: expected a name or "}", got 78 (x) at byte 1 of the body',
    ],
  ])('%s', (hex, offset, meaning, error) => {
    const wrong = explainFrame(Buffer.from(hex, 'hex')).filter((segment) => segment.error);
    expect(wrong).toEqual([expect.objectContaining({ offset, meaning, error })]);
  });

  test('a length in network byte order is recognised', () => {
    const [length, rest] = explainFrame(Buffer.from('0000005a7b7d', 'hex'));
    expect(length?.error).toBe(
      'frame length 1509949440 exceeds maxFrameBytes 4194304 (3.2); read big-endian it would be 90: was it sent in network byte order?',
    );
    expect(rest?.meaning).toBe(
      'not read: the frame boundary is lost, the server closes the connection',
    );
  });

  test('limits can be given', () => {
    const frame = encodeFrame('{"params":[[[[]]]]}');
    expect(explainFrame(frame, { maxFrameBytes: 5 })[0]?.error).toContain(
      'exceeds maxFrameBytes 5',
    );
    expect(explainFrame(frame, { maxDepth: 2 }).at(-1)?.error).toBe(
      'nested deeper than maxDepth 2 at byte 11 of the body',
    );
  });
});

test('a number at the very end of what came is not taken for a whole one', () => {
  const meanings = (hex: string) => rows(Buffer.from(hex, 'hex')).map((row) => row[2]);
  expect(meanings('090000007b226964223a31')).toContain('no complete member'); // {"id":1
  // {"id":1,
  expect(meanings('090000007b226964223a312c')).toContain('id 1: the answer carries the same');
});

test('any bytes: no exception, and the segments cover each byte once, in order', () => {
  const frames = fc.json().map((text) => new Uint8Array(encodeFrame(text)));
  const cut = fc.tuple(frames, fc.nat(300)).map(([frame, end]) => frame.subarray(0, end));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), frames, cut), (bytes) => {
      const segments = explainFrame(bytes);
      expect(Buffer.concat(segments.map((s) => s.bytes))).toEqual(Buffer.from(bytes));
      let offset = 0;
      for (const segment of segments) {
        expect(segment.offset).toBe(offset);
        offset += segment.bytes.length;
      }
      expect(typeof formatSegments(segments)).toBe('string');
    }),
    { numRuns: 1000 },
  );
});

test('a thousand members and ten thousand frames stay readable', () => {
  const wide = JSON.stringify(
    Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`m${i}`, i])),
  );
  const segments = explainFrame(encodeFrame(wide));
  expect(segments).toHaveLength(1 + 200 + 1);
  expect(segments.at(-1)?.meaning).toBe('further members, and the end');
  expect(explainFrame(Buffer.alloc(40_000)).at(-1)?.meaning).toBe(
    'more frames, not explained (1000 were)',
  );
});

describe('formatSegments', () => {
  const segments = explainFrame(encodeFrame('{"in":"ping"}'));

  test('offset, hex, text, meaning', () => {
    expect(formatSegments(segments).split('\n')).toEqual([
      '     0  0d 00 00 00              ....      length 13: unsigned, 32 bits, little-endian',
      '     4  7b                       {         the object begins',
      '     5  22 69 6e 22 3a 22 70 69  "in":"pi  request: the method is "ping"',
      '    13  6e 67 22                 ng"',
      '    16  7d                       }         the object ends',
    ]);
  });

  test('colours only when asked for', () => {
    expect(formatSegments(segments)).not.toContain('\u001b');
    expect(formatSegments(segments, { color: true })).toContain('\u001b[36m0d 00 00 00');
  });

  test('long segments are truncated, with a note', () => {
    expect(formatSegments([{ offset: 0, bytes: Buffer.alloc(100), meaning: 'zeros' }])).toMatch(
      /… 68 more bytes$/,
    );
  });

  test('bytes from the wire never reach the terminal as control characters', () => {
    const bytes = Buffer.from('\u001b[2J\n');
    const line = formatSegments([{ offset: 0, bytes, meaning: 'a\u001bb\nc', error: '\u001b' }]);
    expect(line.split('\n')).toHaveLength(2);
    expect(line).not.toContain('\u001b');
  });
});
