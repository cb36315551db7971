import type { Request, Response } from '@bytes-up/protocol';
import fc from 'fast-check';
import { caught } from '../testing/caught';
import { damagedJson } from '../testing/damaged-json';
import { subject } from '../testing/subject';

const { bodyFits, decodeBody, encodeBody, encodeRequest, encodeResponse } = subject();
const { findTooDeep } = subject();
const limits = { maxDepth: 64 };

function decode(body: string | Uint8Array, maxDepth = 64): unknown {
  return decodeBody(typeof body === 'string' ? Buffer.from(body) : body, { maxDepth });
}

/** An object with `levels` levels of nesting. */
function nested(levels: number): string {
  const inner = levels === 1 ? '1' : '['.repeat(levels - 1) + ']'.repeat(levels - 1);
  return `{"a":${inner}}`;
}

describe('golden', () => {
  const request = { in: 'ping', params: 'héllo', id: 1 } as const;
  const bytes = '7b22696e223a2270696e67222c22706172616d73223a2268c3a96c6c6f222c226964223a317d';

  test('a request is encoded', () => {
    expect(Buffer.from(encodeBody(request)).toString('hex')).toBe(bytes);
  });

  test('a request is decoded', () => {
    expect(decode(Buffer.from(bytes, 'hex'))).toEqual(request);
  });
});

describe('accepted', () => {
  test.each([
    ['white space around and inside', ' \r\n\t{ "a" : 1 } \n', { a: 1 }],
    ['the last of two equal names', '{"a":1,"a":2}', { a: 2 }],
    ['a lone surrogate as an escape', '{"a":"\\ud800"}', { a: '\ud800' }],
    [
      'brackets in strings are not levels',
      `{"a":"${'['.repeat(500)}\\"${'['.repeat(500)}"}`,
      expect.anything(),
    ],
    ['a plain Uint8Array', new Uint8Array(Buffer.from('{}')), {}],
  ])('%s', (_, body, expected) => {
    expect(decode(body)).toEqual(expected);
  });

  test('a member named __proto__ is data', () => {
    const value = decode('{"__proto__":{"x":1}}') as object;
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect(JSON.stringify(value)).toBe('{"__proto__":{"x":1}}');
  });

  test.each([1, 2, 3, 64, 1000])('exactly maxDepth levels: %i', (maxDepth) => {
    expect(decode(nested(maxDepth), maxDepth)).toHaveProperty('a');
  });
});

describe('refused, with the offset', () => {
  test.each([
    ['no bytes', '', 'empty body: expected a JSON object at byte 0 of the body', 0],
    [
      'a byte that is never UTF-8',
      'ff',
      'not UTF-8: ff starts no valid sequence at byte 0 of the body',
      0,
    ],
    [
      'an overlong slash',
      '7b22c0af227d',
      'not UTF-8: c0 starts no valid sequence at byte 2 of the body',
      2,
    ],
    [
      'an encoded surrogate',
      '7b22eda080227d',
      'not UTF-8: ed starts no valid sequence at byte 2 of the body',
      2,
    ],
    [
      'a sequence cut short',
      '7b22c3',
      'not UTF-8: c3 starts no valid sequence at byte 2 of the body',
      2,
    ],
    [
      'a byte order mark',
      'efbbbf7b7d',
      'byte order mark (ef bb bf): expected a JSON object at byte 0 of the body',
      0,
    ],
  ])('%s', (_, hex, message, offset) => {
    expect(caught(() => decode(Buffer.from(hex, 'hex')))).toMatchObject({
      code: 'INVALID_ARGUMENT',
      message,
      offset,
      retryable: false,
    });
  });

  test.each([
    ['{"a":x}', 'not JSON: expected a value, got 78 (x) at byte 5 of the body', 5],
    ['{"a":1', 'not JSON: expected "," or "}", got the end at byte 6 of the body', 6],
    ['{"a":[1 2]}', 'not JSON: expected "," or "]", got 32 (2) at byte 8 of the body', 8],
    ['{"a" 1}', 'not JSON: expected ":", got 31 (1) at byte 5 of the body', 5],
    ['{"a":1,}', 'not JSON: expected a name, got 7d (}) at byte 7 of the body', 7],
    ['{,}', 'not JSON: expected a name or "}", got 2c (,) at byte 1 of the body', 1],
    ['{"a":[,]}', 'not JSON: expected a value or "]", got 2c (,) at byte 6 of the body', 6],
    ['{} {}', 'not JSON: expected nothing after the value, got 7b ({) at byte 3 of the body', 3],
    [
      '{"a":"\n"}',
      'not JSON: expected no bare control character in a string, got 0a at byte 6 of the body',
      6,
    ],
    ['{"a":"b', 'not JSON: expected the end of the string, got the end at byte 7 of the body', 7],
    [
      '{"a":"\\x"}',
      'not JSON: expected one of "\\/bfnrtu after "\\", got 78 (x) at byte 7 of the body',
      7,
    ],
    [
      '{"a":"\\u12g4"}',
      'not JSON: expected four hexadecimal digits after "\\u", got 67 (g) at byte 10 of the body',
      10,
    ],
    ['{"a":-}', 'not JSON: expected a digit, got 7d (}) at byte 6 of the body', 6],
    ['{"a":1.}', 'not JSON: expected a digit, got 7d (}) at byte 7 of the body', 7],
    ['{"a":1e+}', 'not JSON: expected a digit, got 7d (}) at byte 8 of the body', 8],
    ['{"a":01}', 'not JSON: expected "," or "}", got 31 (1) at byte 6 of the body', 6],
    ['{"a":tru}', 'not JSON: expected "true", got 7d (}) at byte 8 of the body', 8],
    ['{"a":NaN}', 'not JSON: expected a value, got 4e (N) at byte 5 of the body', 5],
    ["{'a':1}", 'not JSON: expected a name or "}", got 27 (\') at byte 1 of the body', 1],
    [' [1]', 'expected a JSON object, got an array at byte 1 of the body', 1],
    ['null', 'expected a JSON object, got null at byte 0 of the body', 0],
    ['"a"', 'expected a JSON object, got a string at byte 0 of the body', 0],
    ['12', 'expected a JSON object, got a number at byte 0 of the body', 0],
    ['true', 'expected a JSON object, got a boolean at byte 0 of the body', 0],
  ])('%s', (body, message, offset) => {
    expect(caught(() => decode(body))).toMatchObject({ code: 'INVALID_ARGUMENT', message, offset });
  });

  test.each([1, 2, 3, 64])('one level more than maxDepth %i', (maxDepth) => {
    const message = `nested deeper than maxDepth ${maxDepth} at byte ${4 + maxDepth} of the body`;
    expect(caught(() => decode(nested(maxDepth + 1), maxDepth)).message).toBe(message);
  });

  test('a hundred thousand levels are refused before JSON.parse sees them', () => {
    const parse = jest.spyOn(JSON, 'parse');
    expect(caught(() => decode(nested(100_000))).message).toContain(
      'nested deeper than maxDepth 64',
    );
    expect(parse).not.toHaveBeenCalled();
    parse.mockRestore();
  });

  test('JSON.parse accepts a hundred thousand levels, and a recursive walk over them then fails', () => {
    const value = JSON.parse(nested(100_000)) as unknown;
    const depthOf = (one: unknown): number =>
      typeof one === 'object' ? 1 + Math.max(0, ...Object.values(one ?? {}).map(depthOf)) : 0;
    expect(() => depthOf(value)).toThrow(RangeError);
  });

  test('the picture has a caret under the bad byte', () => {
    expect(caught(() => decode('{"in":x}')).picture).toBe(
      [
        'byte 6   7b 22 69 6e 22 3a 78 7d',
        '         {  "  i  n  "  :  x  }',
        '                           ^^',
      ].join('\n'),
    );
  });
});

test('any JSON object survives encode and decode', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), (object) => {
      const text = JSON.stringify(object);
      expect(JSON.stringify(decode(text))).toBe(text);
    }),
  );
});

test('encodeResponse writes the same text as encodeBody', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...'a_-0Z"\\\n') }),
  );
  const response = fc.record(
    { out: text, result: fc.jsonValue(), id: fc.oneof(fc.constant(-0), fc.maxSafeInteger(), text) },
    { requiredKeys: ['out', 'result'] },
  );
  fc.assert(
    fc.property(response, (any) => {
      const { out, result, id } = any as Response;
      const inOrder = { out, result, ...(id !== undefined && { id }) };
      expect(encodeResponse(inOrder as Response)).toBe(encodeBody(inOrder as Response));
    }),
    { numRuns: 1000 },
  );
});

test('encodeRequest writes the same text as encodeBody', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('ping', '', '"', 'a b'));
  const id = fc.oneof(fc.constant(-0), fc.maxSafeInteger(), text);
  const members = fc.record({
    in: fc.option(text, { nil: undefined }),
    params: fc.option(fc.jsonValue(), { nil: undefined }),
    id: fc.option(id, { nil: undefined }),
    timeout_ms: fc.option(fc.maxSafeNat(), { nil: undefined }),
    idempotency_key: fc.option(text, { nil: undefined }),
    oneway: fc.constantFrom(true, undefined),
  });
  fc.assert(
    fc.property(members, (request) => {
      expect(encodeRequest(request as Request)).toBe(encodeBody(request as Request));
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ['', 0, true],
  ['aé€', 6, true],
  ['aé€', 5, false],
  ['aaa', 3, true],
  ['aaa', 2, false],
])('bodyFits: %j in %d bytes is %p', (body, maxBytes, fits) => {
  expect(bodyFits(body, maxBytes)).toBe(fits);
});

test('any bytes decode to an object or INVALID_ARGUMENT, as JSON.parse and a strict TextDecoder do', () => {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const reference = (bytes: Uint8Array): boolean => {
    try {
      const value = JSON.parse(strict.decode(bytes)) as unknown;
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    } catch {
      return false;
    }
  };
  const mine = (bytes: Uint8Array): boolean => {
    try {
      decodeBody(bytes, limits);
      return true;
    } catch (error) {
      expect(error).toMatchObject({ code: 'INVALID_ARGUMENT' });
      return false;
    }
  };
  fc.assert(
    fc.property(damagedJson(), (bytes) => {
      expect(mine(bytes)).toBe(reference(bytes));
    }),
    { numRuns: 2000 },
  );
});

test.each([1, 2, 64])(
  'findTooDeep scans the shortest text that can be too deep: maxDepth %i',
  (maxDepth) => {
    const text = (levels: number) => Buffer.from('['.repeat(levels) + ']'.repeat(levels));
    expect(findTooDeep(text(maxDepth), maxDepth)).toBe(-1);
    expect(findTooDeep(text(maxDepth + 1), maxDepth)).toBe(maxDepth);
  },
);

test('findTooDeep counts levels as a walk over the parsed value does', () => {
  const depthOf = (value: unknown): number =>
    typeof value === 'object' && value !== null
      ? 1 + Math.max(0, ...Object.values(value).map(depthOf))
      : 0;
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), fc.integer({ min: 1, max: 6 }), (text, maxDepth) => {
      const tooDeep = findTooDeep(Buffer.from(text), maxDepth) >= 0;
      expect(tooDeep).toBe(depthOf(JSON.parse(text)) > maxDepth);
    }),
  );
});
