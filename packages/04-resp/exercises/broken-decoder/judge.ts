// Judges my/broken/resp-decoder.ts: replies in pieces, one after the other.

import { codeOf, CaseFailed, defineJudge, expectEqual, expectResult } from '@bytes-up/testkit';
import type { JudgedCase } from '@bytes-up/testkit';
import { encodeResp, type RespValue } from '../../src/index';

interface Decoder {
  push(chunk: Buffer): void;
  next(): RespValue | undefined;
}

interface Exports {
  RespDecoder: new (limits?: { readonly maxLineBytes: number }) => Decoder;
}

const SYMPTOM = 'The symptom';
const STAYS = 'What must stay';
const names = ['RespDecoder'] as const;

const LONG = '+a status line of thirty letters\r\n';
const WITHOUT_END = '+a status line of thirty letters';
const SHORT = '*1\r\n$2\r\nhi\r\n';
const PAIR = '*2\r\n$12\r\nhello, world\r\n$2\r\nhi\r\n';

export const judge = defineJudge<Exports>({
  stages: [
    {
      title: 'the symptom',
      names,
      cases: [
        decodes('two replies, each in one chunk', [LONG, '+OK\r\n'], [LONG, '+OK\r\n']),
        decodes('an array, cut after its first line', cut(PAIR, 4), [PAIR]),
        decodes(
          'an array in two chunks, after a long line in two chunks',
          [...cut(LONG, 10), ...cut(SHORT, 10)],
          [LONG, SHORT],
        ),
        {
          title: 'three replies, cut at any two places',
          section: SYMPTOM,
          run: (exports) => {
            const replies = [LONG, PAIR, ':1\r\n'];
            const text = replies.join('');
            for (let first = 1; first < text.length; first++)
              for (let second = first; second < text.length; second += 5)
                expectReplies(exports, cut(text, first, second), replies);
          },
        },
      ],
    },
    {
      title: 'the rest',
      names,
      cases: [
        decodes('one byte at a time', [...`${PAIR}${LONG}_\r\n`], [PAIR, LONG, '_\r\n'], STAYS),
        {
          title: 'a line over its limit is refused, however it is cut',
          section: STAYS,
          run: ({ RespDecoder }) => {
            for (const pieces of [[LONG], cut(LONG, 20), [...LONG], [WITHOUT_END]]) {
              const decoder = new RespDecoder({ maxLineBytes: 20 });
              const given = `${shown(pieces)}, with maxLineBytes 20`;
              try {
                for (const piece of pieces) {
                  decoder.push(Buffer.from(piece));
                  decoder.next();
                }
              } catch (error) {
                expectEqual(given, 'INVALID_ARGUMENT', codeOf(error));
                continue;
              }
              throw new CaseFailed({ given, expected: 'an error', came: 'none' });
            }
          },
        },
        {
          title: 'a line in a thousand chunks is searched once',
          section: STAYS,
          run: ({ RespDecoder }) => {
            const line = Buffer.from(`+${'x'.repeat(10_000)}\r\n`);
            const given = `a line of ${line.length} bytes in chunks of 10`;
            const decoder = new RespDecoder();
            const searched = bytesSearched(() => {
              for (let at = 0; at < line.length; at += 10) {
                decoder.push(line.subarray(at, at + 10));
                expectResult(given, () => decoder.next());
              }
            });
            if (searched <= 8 * line.length) return;
            const expected = `at most ${8 * line.length} bytes searched`;
            throw new CaseFailed({ given, expected, came: `${searched} bytes searched` });
          },
        },
      ],
    },
  ],
});

function cut(text: string, ...at: readonly number[]): string[] {
  const ends = [...at, text.length];
  return ends.map((end, index) => text.slice(ends[index - 1] ?? 0, end));
}

function decodes(
  title: string,
  pieces: readonly string[],
  replies: readonly string[],
  section = SYMPTOM,
): JudgedCase<Exports> {
  return { title, section, run: (exports) => expectReplies(exports, pieces, replies) };
}

/** Calls next after each piece, as a connection does. */
function expectReplies(
  { RespDecoder }: Exports,
  pieces: readonly string[],
  replies: readonly string[],
): void {
  const given = shown(pieces);
  const decoder = new RespDecoder();
  const came: string[] = [];
  expectResult(given, () => {
    for (const piece of pieces) {
      decoder.push(Buffer.from(piece));
      for (let value = decoder.next(); value !== undefined; value = decoder.next())
        came.push(encodeResp(value).toString());
    }
  });
  expectEqual(given, replies, came);
}

function shown(pieces: readonly string[]): string {
  return `push ${pieces.map((piece) => JSON.stringify(piece)).join(', ')}`;
}

/** How many bytes were searched for the end of a line. */
function bytesSearched(run: () => void): number {
  let searched = 0;
  const prototype = Buffer.prototype as Buffer;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its buffer
  const indexOf = prototype.indexOf as (this: Buffer, value: unknown, from: number) => number;
  prototype.indexOf = function (this: Buffer, ...args: unknown[]): number {
    const from = Number(args[1] ?? 0);
    const found = indexOf.call(this, args[0], from);
    searched += (found < 0 ? this.length : found + 1) - from;
    return found;
  };
  try {
    run();
  } finally {
    prototype.indexOf = indexOf as Buffer['indexOf'];
  }
  return searched;
}
