import fc from 'fast-check';
import { caught } from '../testing/caught';
import { everySplit } from '../testing/every-split';
import { subject } from '../testing/subject';

const { DelimiterDecoder, encodeDelimited, encodeFrame } = subject();

function decodeAll(chunks: readonly Uint8Array[], delimiter = '\n', maxBodyBytes = 1000): string[] {
  const decoder = new DelimiterDecoder({ maxBodyBytes, delimiter });
  const bodies: Buffer[] = [];
  for (const chunk of chunks) {
    decoder.push(chunk);
    for (let body = decoder.next(); body !== undefined; body = decoder.next()) bodies.push(body);
  }
  decoder.end();
  return bodies.map(String);
}

test.each([
  { delimiter: '\n', bodies: ['{}', '', 'é'], hex: '7b7d0a0ac3a90a' },
  { delimiter: '\r\n', bodies: ['a', 'b\r', 'c\nd'], hex: '610d0a620d0d0a630a640d0a' },
])('golden: $hex, both ways', ({ delimiter, bodies, hex }) => {
  expect(Buffer.concat(bodies.map((b) => encodeDelimited(b, delimiter))).toString('hex')).toBe(hex);
  expect(decodeAll([Buffer.from(hex, 'hex')], delimiter)).toEqual(bodies);
});

test.each(['\n', '\r\n', '--end--', 'aab'])(
  'every split point, with the delimiter %j',
  (delimiter) => {
    const bodies = ['', 'a', 'aa', '\r', '--en', 'x'.repeat(40), ''];
    const stream = Buffer.concat(bodies.map((body) => encodeDelimited(body, delimiter)));
    everySplit(stream, (chunks) => {
      expect(decodeAll(chunks, delimiter)).toEqual(bodies);
    });
  },
);

describe('a body that contains the delimiter', () => {
  test('is refused by the encoder', () => {
    expect(caught(() => encodeDelimited('two\nlines'))).toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: 'the body contains the delimiter at byte 3',
    });
  });

  test('is refused when only body and delimiter together make an earlier one', () => {
    expect(caught(() => encodeDelimited('xa', 'aa')).message).toBe(
      'the body contains the delimiter at byte 1',
    );
  });

  test('would be cut in two by the decoder', () => {
    expect(decodeAll([Buffer.from('two\nlines\n')])).toEqual(['two', 'lines']);
  });

  test('needs escapes: JSON writes each line feed as two bytes, a length prefix leaves it as it is', () => {
    const text = 'a\nb\nc\n'.repeat(100);
    expect(encodeDelimited(JSON.stringify(text)).length - text.length).toBe(300 + 2 + 1);
    expect(encodeFrame(text).length - text.length).toBe(4);
  });
});

describe('limits', () => {
  test('exactly maxBodyBytes are accepted, one more is refused, and nothing is kept', () => {
    expect(decodeAll([Buffer.from('12345\r\n')], '\r\n', 5)).toEqual(['12345']);
    const decoder = new DelimiterDecoder({ maxBodyBytes: 5, delimiter: '\r\n' });
    decoder.push(Buffer.from('ok\r\n123456\r\n'));
    expect(String(decoder.next())).toBe('ok');
    const expected = {
      code: 'RESOURCE_EXHAUSTED',
      message: 'no delimiter within maxBodyBytes 5, at byte 4 of the stream',
      offset: 4,
    };
    expect(caught(() => decoder.next())).toMatchObject(expected);
    decoder.push(Buffer.alloc(1000));
    expect(decoder.bufferedBytes).toBe(0);
    expect(caught(() => decoder.next())).toMatchObject(expected);
    expect(caught(() => decoder.end())).toMatchObject(expected);
  });

  test('a body without an end is refused as soon as it is too long', () => {
    const decoder = new DelimiterDecoder({ maxBodyBytes: 100 });
    let pushed = 0;
    const message = caught(() => {
      for (; ; pushed++) {
        decoder.push(Uint8Array.of(0x78));
        decoder.next();
      }
    }).message;
    expect(message).toContain('no delimiter within maxBodyBytes 100');
    expect(pushed).toBe(100);
  });

  test('an empty delimiter is a caller error', () => {
    expect(() => new DelimiterDecoder({ maxBodyBytes: 5, delimiter: '' })).toThrow(
      'a delimiter has at least one byte',
    );
  });
});

test('the end of the stream inside a body is an error, after a delimiter it is clean', () => {
  expect(caught(() => decodeAll([Buffer.from('ab\ncd')]))).toMatchObject({
    code: 'INVALID_ARGUMENT',
    message: 'the stream ended without a delimiter after 2 bytes, at byte 3 of the stream',
  });
  expect(decodeAll([])).toEqual([]);
});

describe('a stream much longer than the initial buffer', () => {
  const lines = Array.from({ length: 500 }, (_, i) => `line ${i} ${'x'.repeat(i % 60)}`);
  const stream = Buffer.concat(lines.map((line) => encodeDelimited(line, '\r\n')));

  test.each([1, 7, 100, 255, 256, 257])('loses no body, in chunks of %i', (size) => {
    const chunks = Array.from({ length: Math.ceil(stream.length / size) }, (_, i) =>
      stream.subarray(i * size, (i + 1) * size),
    );
    expect(decodeAll(chunks, '\r\n', 100)).toEqual(lines);
  });

  test('counts offsets from its start', () => {
    const bytes = Buffer.concat([stream, Buffer.from('unfinished')]);
    const run = () =>
      decodeAll(
        Array.from(bytes, (byte) => Buffer.of(byte)),
        '\r\n',
        100,
      );
    expect(caught(run).offset).toBe(stream.length);
  });
});

test('a body in one-byte chunks moves to a larger buffer now and then, not at each byte', () => {
  const copy = jest.spyOn(Buffer.prototype, 'copy');
  try {
    const body = 'x'.repeat(20_000);
    expect(
      decodeAll(
        Array.from(`${body}\n`, (c) => Buffer.from(c)),
        '\n',
        20_000,
      ),
    ).toEqual([body]);
    expect(copy.mock.calls.length).toBeLessThan(20);
  } finally {
    copy.mockRestore();
  }
});

test('no byte is searched twice: a body in one-byte chunks is linear', () => {
  let searched = 0;
  const indexOf = jest.spyOn(Buffer.prototype, 'indexOf').mockImplementation(function (
    this: Buffer,
    ...args: unknown[]
  ) {
    const from = Number(args[1] ?? 0);
    searched += this.length - from;
    for (let at = from; at <= this.length - 2; at++) {
      if (this[at] === 0x0d && this[at + 1] === 0x0a) return at;
    }
    return -1;
  });
  try {
    const body = 'x'.repeat(10_000);
    expect(
      decodeAll(
        Array.from(`${body}\r\n`, (c) => Buffer.from(c)),
        '\r\n',
        10_000,
      ),
    ).toEqual([body]);
  } finally {
    indexOf.mockRestore();
  }
  // one byte at each step, and one that may begin a delimiter
  expect(searched).toBeLessThanOrEqual(2 * 10_002);
});

test('any bodies without the delimiter come out unchanged, in any chunks', () => {
  const body = fc.string({ unit: fc.constantFrom('a', 'b', '\r', 'é'), maxLength: 50 });
  fc.assert(
    fc.property(fc.array(body), fc.integer({ min: 1, max: 40 }), (bodies, size) => {
      const stream = Buffer.concat(bodies.map((text) => encodeDelimited(text, '\r\n')));
      const chunks = Array.from({ length: Math.ceil(stream.length / size) }, (_, i) =>
        stream.subarray(i * size, (i + 1) * size),
      );
      expect(decodeAll(chunks, '\r\n')).toEqual(bodies);
    }),
  );
});
