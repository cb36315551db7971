// Judges my/resp/inline.ts: the words of lines, and the code for invalid quotes.

import {
  CaseFailed,
  defineJudge,
  expectBytes,
  expectCode,
  expectResult,
  show,
} from '@bytes-up/testkit';
import type { JudgedCase } from '@bytes-up/testkit';

interface Inline {
  splitLine: (line: Buffer) => unknown;
}

const WORDS = 'Stage 1: words';
const DOUBLE = 'Stage 2: double quotes';
const SINGLE = 'Stage 3: single quotes';
const REFUSE = 'Stage 4: refuse';
const NAMES = ['splitLine'] as const;

export const judge = defineJudge<Inline>({
  stages: [
    {
      title: 'words',
      names: NAMES,
      cases: [
        splits(WORDS, 'PING', 'PING'),
        splits(WORDS, 'SET name Ada', 'SET', 'name', 'Ada'),
        splits(WORDS, '  SET  name   Ada ', 'SET', 'name', 'Ada'),
        splits(WORDS, '\tSET\t name', 'SET', 'name'),
        splits(WORDS, ''),
        splits(WORDS, '   '),
        splits(WORDS, 'ECHO voilà', 'ECHO', 'voilà'),
        {
          title: 'bytes that are not UTF-8',
          section: WORDS,
          run: ({ splitLine }) => {
            const line = Buffer.from([0x61, 0x20, 0xff, 0xa0, 0x85, 0x20, 0x00]);
            const words = [Buffer.from('a'), Buffer.from([0xff, 0xa0, 0x85]), Buffer.of(0)];
            expectWords('61 20 ff a0 85 20 00', words, () => splitLine(line));
          },
        },
      ],
    },
    {
      title: 'double quotes',
      names: NAMES,
      cases: [
        splits(DOUBLE, 'SET name "a b"', 'SET', 'name', 'a b'),
        splits(DOUBLE, 'SET name ""', 'SET', 'name', ''),
        splits(DOUBLE, '"a b" c', 'a b', 'c'),
        splits(DOUBLE, 'a"b c"', 'ab c'),
        splits(DOUBLE, '"a\'b"', "a'b"),
        splits(DOUBLE, '"a\\"b\\\\c"', 'a"b\\c'),
        splits(DOUBLE, '"\\n\\r\\t\\b\\a"', '\n\r\t\b\x07'),
        splits(DOUBLE, '"\\x00\\xFF"', Buffer.from([0, 0xff])),
        splits(DOUBLE, '"\\x41b"', 'Ab'),
        splits(DOUBLE, '"\\xg"', 'xg'),
        splits(DOUBLE, '"\\x4"', 'x4'),
        splits(DOUBLE, '"\\z"', 'z'),
        splits(DOUBLE, '"\\x+1"', 'x+1'),
        splits(DOUBLE, 'a\\n', 'a\\n'),
        splits(DOUBLE, 'a\\"b c"', 'a\\b c'),
        splits(DOUBLE, '"a"\tb', 'a', 'b'),
      ],
    },
    {
      title: 'single quotes',
      names: NAMES,
      cases: [
        splits(SINGLE, "'a b'", 'a b'),
        splits(SINGLE, "''", ''),
        splits(SINGLE, "'it\\'s'", "it's"),
        splits(SINGLE, "'a\\n\"b'", 'a\\n"b'),
        splits(SINGLE, "'\\x41'", '\\x41'),
        splits(SINGLE, "'a\\\\b'", 'a\\\\b'),
        splits(SINGLE, "a'b c'", 'ab c'),
        splits(SINGLE, 'SET \'a b\' "c d" e', 'SET', 'a b', 'c d', 'e'),
      ],
    },
    {
      title: 'refuse',
      names: NAMES,
      cases: ['"a', "'a", '"a\\"', "SET 'a b", '"a"b', '""""', "'a''b'", '"a\\', "'a\\\\'"].map(
        refuses,
      ),
    },
  ],
});

function splits(
  section: string,
  line: string,
  ...words: readonly (string | Buffer)[]
): JudgedCase<Inline> {
  return {
    title: line === '' ? 'an empty line' : line.trim() === '' ? 'a line of spaces' : line,
    section,
    run: ({ splitLine }) => {
      const expected = words.map((word) => Buffer.from(word as string));
      const given = line === '' ? 'an empty line' : `the line ${line}`;
      const bytes = Buffer.from(line);
      expectWords(given, expected, () => splitLine(bytes));
      expectBytes(`${given}; the line, after that`, Buffer.from(line), bytes);
    },
  };
}

function refuses(line: string): JudgedCase<Inline> {
  return {
    title: `refused: ${line}`,
    section: REFUSE,
    run: async ({ splitLine }) => {
      const call = (): unknown => splitLine(Buffer.from(line));
      await expectCode(`the line ${line}`, 'INVALID_ARGUMENT', call);
    },
  };
}

/** Compared as bytes, but shown as text if they are text. */
function expectWords(given: string, expected: readonly Buffer[], call: () => unknown): void {
  const came = expectResult(given, call);
  const isWords = Array.isArray(came) && came.every((word) => word instanceof Uint8Array);
  if (!isWords) throw new CaseFailed({ given, expected: 'an array of buffers', came: show(came) });
  const [wanted, got] = [expected, came].map(showWords);
  if (wanted !== got) throw new CaseFailed({ given, expected: wanted ?? '', came: got ?? '' });
}

/** `[SET] [a b]` */
function showWords(words: readonly Uint8Array[]): string {
  return words.map((word) => `[${showWord(word)}]`).join(' ') || 'no words';
}

function showWord(word: Uint8Array): string {
  const bytes = Buffer.from(word);
  const text = bytes.toString();
  return Buffer.from(text).equals(bytes) ? text : `the bytes ${bytes.toString('hex')}`;
}
