// Judges my/broken/delimiter.ts: streams cut at every byte, limits, and bytes searched.

import { CaseFailed, defineJudge, expectCodeAt, expectEqual, show } from '@bytes-up/testkit';

interface Decoder {
  push(chunk: Uint8Array): void;
  next(): Buffer | undefined;
  end(): void;
}

interface Delimiters {
  DelimiterDecoder: new (options: { maxBodyBytes: number; delimiter?: string }) => Decoder;
  encodeDelimited: (body: string, delimiter?: string) => Buffer;
}

const SYMPTOM = 'The symptom';
const STAYS = 'What must stay';
const BOTH = ['DelimiterDecoder', 'encodeDelimited'] as const;

export const judge = defineJudge<Delimiters>({
  stages: [
    {
      title: 'the symptom',
      names: BOTH,
      cases: [
        decodes('a whole line with \\r\\n', '\r\n', ['first\r\nsecond\r\n'], ['first', 'second']),
        decodes('\\r\\n cut between its bytes', '\r\n', ['a\r', '\nb\r\n'], ['a', 'b']),
        {
          title: 'a line of exactly maxBodyBytes, and the \\r comes before the \\n',
          section: SYMPTOM,
          run: (own) => feed(own, '\r\n', ['12345\r', '\n12345\r\n'], ['12345', '12345'], 5),
        },
        everyCut('lines with \\r\\n, cut at every byte', '\r\n', [
          '',
          'a',
          '\r',
          'b\r',
          'c\nd',
          '',
        ]),
        everyCut('lines with \\n, cut at every byte', '\n', ['', 'a', '', 'b\r', 'c']),
        everyCut('a delimiter of seven bytes, cut at every byte', '--end--', [
          '',
          '--en',
          'x-',
          '',
        ]),
        everyCut('the delimiter aab after an a', 'aab', ['', 'a', 'xa', 'ab', '']),
      ],
    },
    {
      title: 'the rest',
      names: BOTH,
      cases: [
        {
          title: 'a delimiter is not found twice',
          section: STAYS,
          run: (own) => feed(own, 'aa', ['xaa', 'ay', 'aa'], ['x', 'ay']),
        },
        refuses('one byte over the limit is refused', 'RESOURCE_EXHAUSTED', 4, [
          'ok\r\n123456\r\n',
        ]),
        refuses('a line without an end is refused when it is too long', 'RESOURCE_EXHAUSTED', 0, [
          '1234',
          '567',
        ]),
        {
          title: 'a line stays as it is after it was returned',
          section: STAYS,
          run: ({ DelimiterDecoder }) => {
            const decoder = new DelimiterDecoder({ maxBodyBytes: 100, delimiter: '\r\n' });
            const lines = Array.from({ length: 200 }, (_, at) => `line ${at}`);
            const came: (Buffer | undefined)[] = [];
            for (const line of lines) {
              decoder.push(Buffer.from(`${line}\r\n`));
              came.push(decoder.next());
              decoder.next(); // undefined, and a decoder may begin to reuse its memory
            }
            const given = 'push "line 0\\r\\n" to "line 199\\r\\n"; the lines, after that';
            expectEqual(given, lines, came.map(text));
          },
        },
        {
          title: 'an offset counts from the start of the stream, however long it is',
          section: STAYS,
          run: async ({ DelimiterDecoder }) => {
            const decoder = new DelimiterDecoder({ maxBodyBytes: 100, delimiter: '\r\n' });
            for (let line = 0; line < 1_000; line++) {
              decoder.push(Buffer.from('12345678\r\n'));
              expectEqual('push "12345678\\r\\n"', '12345678', text(decoder.next()));
              expectEqual('push "12345678\\r\\n"; next again', undefined, text(decoder.next()));
            }
            decoder.push(Buffer.from('cut'));
            expectEqual('…; push "cut"', undefined, text(decoder.next()));
            const given = 'push "12345678\\r\\n" 1,000 times, then "cut"; then end';
            await expectCodeAt(given, 'INVALID_ARGUMENT', 10_000, () => decoder.end());
          },
        },
        {
          title: 'the end of the stream inside a line is an error',
          section: STAYS,
          run: async ({ DelimiterDecoder }) => {
            const decoder = new DelimiterDecoder({ maxBodyBytes: 100, delimiter: '\r\n' });
            decoder.push(Buffer.from('ab\r\ncd\r'));
            expectEqual('push ab\\r\\ncd\\r', 'ab', text(decoder.next()));
            expectEqual('push ab\\r\\ncd\\r; next again', undefined, text(decoder.next()));
            await expectCodeAt('…; then end', 'INVALID_ARGUMENT', 4, () => decoder.end());
          },
        },
        {
          title: 'no byte is searched more than twice',
          section: STAYS,
          run: (own) => {
            const line = `${'x'.repeat(5_000)}\r\n`;
            const chunks = Array.from(line);
            const searched = bytesSearched(() =>
              feed(own, '\r\n', chunks, [line.slice(0, -2)], 5_000),
            );
            if (searched <= 2 * line.length) return;
            const given = `a line of ${line.length} bytes, a byte at a time`;
            const expected = `at most ${2 * line.length} bytes searched`;
            throw new CaseFailed({ given, expected, came: `${searched} bytes` });
          },
        },
      ],
    },
  ],
});

function decodes(
  title: string,
  delimiter: string,
  chunks: readonly string[],
  bodies: readonly string[],
) {
  return {
    title,
    section: SYMPTOM,
    run: (own: Delimiters): void => feed(own, delimiter, chunks, bodies),
  };
}

function everyCut(title: string, delimiter: string, bodies: readonly string[]) {
  return {
    title,
    section: SYMPTOM,
    run: (own: Delimiters): void => {
      const stream = bodies.map((body) => body + delimiter).join('');
      for (let at = 1; at < stream.length; at++) {
        feed(own, delimiter, [stream.slice(0, at), stream.slice(at)], bodies);
      }
      feed(own, delimiter, Array.from(stream), bodies);
    },
  };
}

function refuses(title: string, code: string, offset: number, chunks: readonly string[]) {
  return {
    title,
    section: STAYS,
    run: async ({ DelimiterDecoder }: Delimiters): Promise<void> => {
      const decoder = new DelimiterDecoder({ maxBodyBytes: 5, delimiter: '\r\n' });
      const given = `maxBodyBytes 5; push ${chunks.map(quoted).join(', then ')}`;
      await expectCodeAt(given, code, offset, () => {
        for (const chunk of chunks) {
          decoder.push(Buffer.from(chunk));
          while (decoder.next() !== undefined);
        }
      });
    },
  };
}

/** Pushes every chunk, and after each one takes what is complete. */
function feed(
  { DelimiterDecoder }: Delimiters,
  delimiter: string,
  chunks: readonly string[],
  bodies: readonly string[],
  maxBodyBytes = 1_000,
): void {
  const decoder = new DelimiterDecoder({ maxBodyBytes, delimiter });
  const some = chunks.slice(0, 6).map(quoted).join(', then ');
  const given = `delimiter ${quoted(delimiter)}; push ${some}${chunks.length > 6 ? ' …' : ''}`;
  const came: (string | undefined)[] = [];
  for (const chunk of chunks) {
    decoder.push(Buffer.from(chunk));
    for (let body = decoder.next(); body !== undefined; body = decoder.next()) {
      came.push(text(body));
      if (came.length > bodies.length)
        throw new CaseFailed({ given, expected: show(bodies), came: `one more: ${show(came)}` });
    }
  }
  expectEqual(given, bodies, came);
  decoder.end();
}

/** How many bytes Buffer's indexOf looks at, if it finds nothing. */
function bytesSearched(run: () => void): number {
  const prototype = Buffer.prototype as Buffer;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own this
  const { indexOf } = prototype;
  let searched = 0;
  prototype.indexOf = function (this: Buffer, ...args: Parameters<Buffer['indexOf']>) {
    const from = Number(args[1] ?? 0);
    searched += this.length - (from < 0 ? this.length + from : from);
    return indexOf.apply(this, args);
  } as typeof indexOf;
  try {
    run();
  } finally {
    prototype.indexOf = indexOf;
  }
  return searched;
}

function text(body: Buffer | undefined): string | undefined {
  return body?.toString();
}

function quoted(some: string): string {
  return JSON.stringify(some.length > 20 ? `${some.slice(0, 20)}…` : some);
}
