import { copiedBytes } from '@bytes-up/byte-queue';
import fc from 'fast-check';
import { join } from 'node:path';
import { runScript } from '@bytes-up/testkit';
import type { RespDecoderOptions } from './decoder';
import { encodeCommand } from './encode';
import { parseResp } from './parse';
import { ReplyDecoder } from './reply/reply-decoder';
import { RespError } from './line/resp-error';
import { subject } from './testing/subject';
import { anyValue, cut, GOLDEN } from './testing/values';
import { bulk, DEFAULT_RESP_LIMITS, type RespValue } from './value';

const { RespDecoder, encodeResp } = subject;

/** Every value that a decoder returns for these chunks. */
function decode(chunks: readonly Buffer[], options: RespDecoderOptions = {}): RespValue[] {
  const decoder = new RespDecoder(options);
  const values: RespValue[] = [];
  for (const chunk of chunks) {
    decoder.push(chunk);
    for (let value = decoder.next(); value !== undefined; value = decoder.next())
      values.push(value);
  }
  return values;
}

/** The error for these bytes. Both decoders must throw the same one. */
function errorOf(text: string, limits: RespDecoderOptions = {}): string {
  const bytes = Buffer.from(text, 'latin1');
  const errors = [
    () => decode([bytes], limits),
    () => parseResp(bytes, 0, { ...DEFAULT_RESP_LIMITS, ...limits }),
  ].map((run) => {
    try {
      run();
    } catch (error) {
      if (error instanceof RespError) return error.message;
      throw error;
    }
    return 'nothing was thrown';
  });
  expect(errors[1]).toBe(errors[0]);
  return errors[0] ?? '';
}

test.each(GOLDEN)('%j is decoded, and encoded to the same bytes', (text, value) => {
  const bytes = Buffer.from(text);
  expect(decode([bytes])).toEqual([value]);
  expect(parseResp(bytes)).toEqual({ value, end: bytes.length });
  expect(encodeResp(value).toString()).toBe(text);
});

test.each(GOLDEN)('%j at every split point', (text, value) => {
  const bytes = Buffer.from(text);
  for (let at = 1; at < bytes.length; at++) {
    expect(parseResp(bytes.subarray(0, at))).toBeUndefined();
    expect(decode([bytes.subarray(0, at), bytes.subarray(at)])).toEqual([value]);
  }
  expect(decode(Array.from(bytes, (byte) => Buffer.from([byte])))).toEqual([value]);
});

test('any values, in any pieces, are what was encoded; the plain decoder says the same', () => {
  fc.assert(
    fc.property(
      fc.array(anyValue, { maxLength: 5 }),
      fc.infiniteStream(fc.nat(40)),
      (values, cuts) => {
        const bytes = Buffer.concat(values.map(encodeResp));
        const chunks = cut(bytes, cuts);
        expect(decode(chunks)).toEqual(values);
        let at = 0;
        for (const value of values) {
          const parsed = parseResp(bytes, at);
          expect(parsed?.value).toEqual(value);
          at = parsed?.end ?? NaN;
        }
        expect(at).toBe(bytes.length);
      },
    ),
  );
});

test.each([...['nan', '-nan', '+nan', 'NaN', 'NAN', '-NAN', 'nan(0x8000)', '-nan(ind)', 'nan()']])(
  'a double that is %s is not a number, for all three',
  (text) => {
    expectDouble(text, NaN);
  },
);

test.each([
  ['inf', Infinity],
  ['+inf', Infinity],
  ['-inf', -Infinity],
  ['INF', Infinity],
  ['-Infinity', -Infinity],
])('a double that is %s', (text, value) => {
  expectDouble(text, value);
});

function expectDouble(text: string, value: number): void {
  const bytes = Buffer.from(`,${text}\r\n`);
  expect(decode([bytes])).toEqual([{ type: 'double', value }]);
  expect(parseResp(bytes)?.value).toEqual({ type: 'double', value });
  const replies = new ReplyDecoder();
  replies.push(bytes);
  expect(replies.next()).toBe(value);
}

test.each([
  ...[',nano', ',nan(', ',na', ',nan(0x8000', ',infin', ',i', ',--inf', ',nan(a b)'].map((text) => [
    `${text}\r\n`,
    `byte 0: expected a double, got "${text.slice(1)}"`,
  ]),
  // Not another null.
  ['$-5\r\nhello\r\n', 'byte 0: expected a length, or -1, got "-5"'],
  ['$5\r\nhelloXX', 'byte 9: expected CR LF after the bytes, got "XX"'],
  ['$+5\r\n', 'byte 0: expected a length, or -1, got "+5"'],
  ['!-1\r\n', 'byte 0: expected a length, got "-1"'],
  ['*-2\r\n', 'byte 0: expected a count, or -1, got "-2"'],
  ['*?\r\n', 'byte 0: expected a count, or -1, got "?"'], // a streamed aggregate
  ['%-1\r\n', 'byte 0: expected a count, got "-1"'],
  ['*2\r\n+a\r\n?\r\n', 'byte 8: expected a type, got "?"'],
  [':12a\r\n', 'byte 0: expected an integer, got "12a"'],
  [':\r\n', 'byte 0: expected an integer, got ""'],
  [':9223372036854775808\r\n', 'byte 0: expected an integer of 64 bits, got "9223372036854775808"'],
  [',1e\r\n', 'byte 0: expected a double, got "1e"'],
  ['#x\r\n', 'byte 0: expected t or f, got "x"'],
  ['_x\r\n', 'byte 0: expected nothing after _, got "x"'],
  ['=3\r\ntxt\r\n', 'byte 4: expected three letters of a format and a colon, got "txt"'],
  ['+OK\n', 'byte 3: expected CR LF, got "O"'],
  ['PING\r\n', 'byte 0: expected a type, got "P"'],
])('%j is refused', (text, message) => {
  expect(errorOf(text)).toBe(message);
});

test('every bound is checked before memory is taken', () => {
  expect(errorOf('$11\r\n', { maxBulkBytes: 10 })).toBe(
    'byte 0: expected a length of at most 10, got "11"',
  );
  expect(errorOf('*4\r\n', { maxCount: 3 })).toBe('byte 0: expected a count of at most 3, got "4"');
  expect(errorOf('*1\r\n'.repeat(4), { maxDepth: 3 })).toBe(
    'byte 12: expected at most 3 levels, got "*"',
  );
  expect(errorOf(`+${'x'.repeat(20)}`, { maxLineBytes: 10 })).toBe(
    'byte 0: expected a line of at most 10 bytes, got "a longer one"',
  );
  expect(errorOf('$999999999999999999999\r\n')).toContain('expected a length');
  const tooLarge = 'byte 0: expected a value of at most 20 bytes, got "a larger one"';
  expect(errorOf('*2\r\n$1\r\na\r\n$9\r\n', { maxValueBytes: 20 })).toBe(tooLarge);
  expect(errorOf('*9\r\n*0\r\n*0\r\n*0\r\n*0\r\n*0\r\n', { maxValueBytes: 20 })).toBe(tooLarge);
});

test('a decoder is empty between two values, and only there', () => {
  const decoder = new RespDecoder();
  const empty = Array.from('*1\r\n$1\r\na\r\n', (character) => {
    decoder.push(Buffer.from(character));
    decoder.next();
    return decoder.isEmpty;
  });
  expect(empty.indexOf(true)).toBe(empty.length - 1);
  expect(new RespDecoder().isEmpty).toBe(true);
});

test.each([RespDecoder, ReplyDecoder])(
  'an error shows the bad byte with a caret, %#',
  (Decoder) => {
    const decoder = new Decoder();
    const bytes = Buffer.from('+OK\r\n*2\r\n:1\r\n:1x\r\n');
    let error: unknown;
    try {
      for (const byte of bytes) {
        decoder.push(Buffer.from([byte]));
        while (decoder.next() !== undefined);
      }
    } catch (thrown) {
      error = thrown;
    }
    const { message, picture } = error as RespError;
    expect(message).toBe('byte 13: expected an integer, got "1x"');
    expect(picture.split('\n')).toEqual([
      expect.stringContaining('byte 13   3a 31 78') as string,
      expect.stringContaining(':  1  x') as string,
      expect.stringMatching(/^ +\^\^$/) as string,
    ]);
  },
);

test('an error stays: after it there is no boundary to go on from', () => {
  const decoder = new RespDecoder();
  decoder.push(Buffer.from('+OK\r\n:x\r\n+OK\r\n'));
  expect(decoder.next()).toEqual({ type: 'simple string', value: 'OK' });
  expect(() => decoder.next()).toThrow('byte 5: expected an integer, got "x"');
  expect(() => decoder.next()).toThrow('byte 5: ');
});

describe('the cost, whatever the pieces', () => {
  const big = Buffer.from(`$60000\r\n${'x'.repeat(60_000)}\r\n`);
  const many = Buffer.from(`*10000\r\n${':1\r\n'.repeat(10_000)}`);
  const deep = Buffer.from(`${'*1\r\n'.repeat(31)}$60000\r\n${'x'.repeat(60_000)}\r\n`);
  const long = Buffer.from(`+${'x'.repeat(60_000)}\r\n`);
  const cases = { 'a bulk': big, 'many members': many, 'a bulk in arrays': deep, 'a line': long };

  describe.each(Object.entries(cases))('%s', (_name, bytes) => {
    test.each([
      [RespDecoder, 1, true],
      [RespDecoder, 1, false],
      [RespDecoder, 1_000, true],
      [ReplyDecoder, 1, true],
      [ReplyDecoder, 1, false],
    ])('%p in pieces of %d, asked after each: %p', (Decoder, pieceBytes, asksOften) => {
      const decoder = new Decoder();
      const searched = countIndexOf();
      let value: unknown;
      const copied = copiedBytes(() => {
        for (let at = 0; at < bytes.length; at += pieceBytes) {
          decoder.push(bytes.subarray(at, at + pieceBytes));
          if (asksOften) value ??= decoder.next();
        }
        value ??= decoder.next();
      });
      expect(value).toBeDefined();
      expect(copied).toBeLessThanOrEqual(4 * bytes.length);
      expect(searched()).toBeLessThanOrEqual(6 * bytes.length + 5_000);
    });
  });

  /** Counts the bytes that are searched for a line's end. */
  function countIndexOf(): () => number {
    let searched = 0;
    const prototype = Buffer.prototype as Buffer;
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its buffer
    const indexOf = prototype.indexOf as (this: Buffer, value: unknown, from: number) => number;
    const spy = jest.spyOn(prototype, 'indexOf').mockImplementation(function (
      this: Buffer,
      ...args: unknown[]
    ) {
      const from = Number(args[1] ?? 0);
      const found = indexOf.call(this, args[0], from);
      searched += (found < 0 ? this.length : found + 1) - from;
      return found;
    });
    return () => {
      spy.mockRestore();
      return searched;
    };
  }

  test.each([
    ['a bulk of 1 MB in one-byte pieces', `$1000000\r\n${'x'.repeat(999_999)}`, 1, 1.4],
    ['a megabyte of empty words', `*200000\r\n${'$0\r\n\r\n'.repeat(170_000)}`, 1_460, 1.4],
  ])('%s takes little more than its bytes', async (_name, text, pieceBytes, most) => {
    const script = join(__dirname, 'testing', 'measure-memory.ts');
    const options = { flags: ['--expose-gc'], args: [String(pieceBytes)], input: text };
    const times = Number((await runScript(script, options)).stdout);
    // The bytes themselves: the measurement sees them, and now and then V8 frees
    // something of its own meanwhile.
    expect(times).toBeGreaterThan(0.5);
    expect(times).toBeLessThan(most);
  });
});

describe('inline commands', () => {
  const words = (text: string): unknown[] =>
    decode([Buffer.from(text)], { inline: true }).map((value) =>
      (value.value as readonly { value: Buffer }[]).map((word) => word.value.toString()),
    );

  test('a line of words is the array that it stands for', () => {
    expect(words('PING\r\n')).toEqual([['PING']]);
    expect(words('SET  name   "two words"\n')).toEqual([['SET', 'name', 'two words']]);
    expect(words(`ECHO 'it\\'s' "a\\n\\x41"\r\n`)).toEqual([['ECHO', "it's", 'a\nA']]);
  });

  test('an empty line is nothing', () => {
    expect(words('\r\n\r\nPING\r\n')).toEqual([['PING']]);
  });

  test.each(['ECHO "x', 'ECHO "a"b', "ECHO 'a'b", 'ECHO "a"\'b\'', "'", 'ECHO "\\'])(
    'a quote that is not closed is refused, or goes on behind its end: %s',
    (line) => {
      expect(() => words(`${line}\r\n`)).toThrow('expected words, and quotes that are closed');
    },
  );

  test.each([
    ["ECHO 'C:\\dir'", 'C:\\dir'],
    ['ECHO foo"bar"', 'foobar'],
    ["ECHO foo'b a\\'r'", "foob a'r"],
    ['ECHO voilà', 'voilà'],
    ['ECHO "\\x4"', 'x4'],
    ['ECHO a\vb', 'a\vb'],
    ['ECHO a\0b', 'a\0b'], // Redis waits forever
    ['\v ECHO \f""', ''],
  ])('%j is split as Redis does it', (line, word) => {
    expect(words(`${line}\r\n`)).toEqual([['ECHO', word]]);
  });

  test.each([
    ['*1\r\n:1\r\n', 'byte 4: expected a bulk string, as each word of a command, got ":1"'],
    ['*1\r\n$-1\r\n', 'byte 4: expected a bulk string, as each word of a command, got "$-1"'],
    ['*1\r\n*1\r\n', 'byte 4: expected a bulk string, as each word of a command, got "*1"'],
  ])('%j is not a command', (text, message) => {
    for (const pieces of [[text], Array.from(text)]) {
      const chunks = pieces.map((piece) => Buffer.from(piece));
      expect(() => decode(chunks, { inline: true })).toThrow(message);
    }
  });

  test('an array without members comes out as such, and the server skips it', () => {
    const values = decode([Buffer.from('*0\r\n*-1\r\n*-5\r\nPING\r\n')], { inline: true });
    expect(values.map(({ value }) => value)).toEqual([[], null, null, [bulk('PING')]]);
  });

  test('a command is the same at once and byte by byte, and so is an error', () => {
    const piece = fc.oneof(
      {
        weight: 4,
        arbitrary: fc
          .array(fc.string({ maxLength: 12 }), { minLength: 1, maxLength: 4 })
          .map((all) => encodeCommand(...all).toString('latin1')),
      },
      {
        weight: 3,
        arbitrary: fc
          .string({ unit: fc.constantFrom(...'ab \t\v\r\0"\'\\é'), maxLength: 12 })
          .map((line) => `${line}\r\n`),
      },
      fc.constantFrom(
        '*0\r\n',
        '*-1\r\n',
        '*1\r\n$-1\r\n',
        '*01\r\n$04\r\nPING\r\n',
        '*1\r\n$4\r\nPINGxx',
      ),
      fc.constantFrom(
        'PING\n',
        '\r\n',
        '\n',
        '*',
        '*1',
        '*1\r',
        '$4\r\nPING\r\n',
        '*1\n$4\nPING\n',
        '*9999999999\r\n',
      ),
    );
    const limits = fc.record(
      {
        maxBulkBytes: fc.nat(12),
        maxValueBytes: fc.nat(60),
        maxCount: fc.nat(3),
        maxDepth: fc.nat(2),
        maxLineBytes: fc.nat(24),
      },
      { requiredKeys: [] },
    );
    const outcome = (chunks: readonly Buffer[], options: RespDecoderOptions): unknown[] => {
      const decoder = new RespDecoder(options);
      const seen: unknown[] = [];
      try {
        for (const chunk of chunks) {
          decoder.push(chunk);
          for (let value = decoder.next(); value !== undefined; value = decoder.next())
            seen.push(value);
        }
      } catch (error) {
        seen.push((error as Error).message);
      }
      return seen;
    };
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), limits, (pieces, some) => {
        const bytes = Buffer.from(pieces.join(''), 'latin1');
        const options = { ...some, inline: true };
        const apart = Array.from(bytes, (byte) => Buffer.from([byte]));
        expect(outcome([bytes], options)).toEqual(outcome(apart, options));
      }),
      { numRuns: 2000 },
    );
  });

  test('commands of both kinds may follow each other', () => {
    const bytes = Buffer.concat([encodeCommand('GET', 'a'), Buffer.from('PING\r\n')]);
    expect(decode([bytes], { inline: true })).toHaveLength(2);
  });
});

test.each([
  [{ type: 'simple string', value: 'a\r\nb' }, 'a simple string or error is one line'],
  [{ type: 'integer', value: 2n ** 63n }, 'an integer has 64 bits'],
  [{ type: 'verbatim string', format: 'text', value: Buffer.alloc(0) }, 'three letters'],
] as const)('what RESP cannot say is not encoded: %p', (value, message) => {
  expect(() => encodeResp(value)).toThrow(message);
});
