// Judges my/grpc/messages.ts: bytes, messages cut anywhere, codes, and copies.

import {
  CaseFailed,
  defineJudge,
  expectBytes,
  expectCode,
  expectEqual,
  expectResult,
  fromHex,
  show,
  toHex,
  type JudgedCase,
} from '@bytes-up/testkit';
import { bytesCopied } from './judge/bytes-copied';

interface Message {
  readonly isCompressed: boolean;
  readonly bytes: Uint8Array;
}

interface Reader {
  push(chunk: Uint8Array): Message[];
  end(): void;
}

interface Exports {
  prefixed: (message: Message) => Uint8Array;
  MessageReader: new (maxBytes: number) => Reader;
}

const PREFIX = 'Stage 1: the prefix';
const READ = 'Stage 2: read';
const REFUSE = 'Stage 3: refuse';
const COST = 'Stage 4: the cost';

const READER = ['MessageReader'] as const;
const MAX_BYTES = 1_000;
/** The messages of the cases that cut a stream, as text; `*` means compressed. */
const STREAM = ['pi', '', '*abc', 'x'.repeat(300), '', '*', 'end'];

export const judge = defineJudge<Exports>({
  stages: [
    {
      title: 'the prefix',
      names: ['prefixed'],
      cases: [
        prefixes('08 e8 07', false, '00 00 00 00 03 08 e8 07'),
        prefixes('08 e8 07', true, '01 00 00 00 03 08 e8 07'),
        prefixes('', false, '00 00 00 00 00'),
        prefixes('78 '.repeat(300).trim(), false, `00 00 00 01 2c ${'78 '.repeat(300).trim()}`),
      ],
    },
    {
      title: 'read',
      names: READER,
      cases: [
        reads('a message in one chunk', ['00 00 00 00 03 08 e8 07'], [['08 e8 07']]),
        reads('a compressed one', ['01 00 00 00 01 78'], [['*78']]),
        reads(
          'a prefix and a message that are cut',
          ['00 00 00', '00 03 08 e8', '07'],
          [[], [], ['08 e8 07']],
        ),
        reads('an empty message', ['00 00 00 00 00'], [['']]),
        reads('two messages in one chunk', ['00 00 00 00 00 00 00 00 00 01 78'], [['', '78']]),
        reads(
          'the end of one and the beginning of the next',
          ['00 00 00 00 02 61', '62 01 00 00 00', '01 63'],
          [[], ['61 62'], ['*63']],
        ),
        reads('an empty chunk', ['', '00 00 00 00 01', '', '78', ''], [[], [], [], ['78'], []]),
        {
          title: 'a stream, cut at every byte',
          section: READ,
          run: (own) => {
            const stream = streamOf(STREAM);
            for (let at = 1; at < stream.length; at++)
              feed(own, [stream.subarray(0, at), stream.subarray(at)], `cut after byte ${at}`);
            feed(
              own,
              Array.from(stream, (byte) => Uint8Array.of(byte)),
              'a byte at a time',
            );
            feed(own, [stream], 'in one chunk');
          },
        },
        {
          title: "the chunk's memory is reused after push",
          section: READ,
          run: ({ MessageReader }) => {
            const reader = new MessageReader(MAX_BYTES);
            const given = 'push 00 00 00 00 02 61, then 62, in the same memory';
            const memory = Buffer.alloc(6);
            const push = (hex: string): Message[] => {
              const length = fromHex(hex).copy(memory);
              const messages = pushed(given, reader, memory.subarray(0, length));
              memory.fill(0xee);
              return messages;
            };
            push('00 00 00 00 02 61');
            const [message] = push('62');
            expectBytes(given, fromHex('61 62'), message?.bytes);
          },
        },
      ],
    },
    {
      title: 'refuse',
      names: READER,
      cases: [
        refuses('a first byte of 2, and nothing else', 'INTERNAL', ['02']),
        refuses('a first byte of 255, after a message', 'INTERNAL', ['00 00 00 00 00', 'ff']),
        refuses('a length that is one byte too large', 'RESOURCE_EXHAUSTED', ['00 00 00 03 e9']),
        refuses('a length of 4 GiB, a byte at a time', 'RESOURCE_EXHAUSTED', [
          '00',
          'ff',
          'ff',
          'ff',
          'ff',
        ]),
        {
          title: 'a message of exactly maxBytes is read',
          section: REFUSE,
          run: ({ MessageReader }) => {
            const given = `maxBytes ${MAX_BYTES}; a message of ${MAX_BYTES} bytes`;
            const reader = new MessageReader(MAX_BYTES);
            const chunk = streamOf(['x'.repeat(MAX_BYTES)]);
            expectEqual(`${given}; messages`, 1, pushed(given, reader, chunk).length);
          },
        },
        ends('after a message', '00 00 00 00 01 78', true),
        ends('before the first byte', '', true),
        ends('inside a prefix', '00 00 00', false),
        ends('after a prefix, before its message', '00 00 00 00 01', false),
        ends('inside a message', '00 00 00 00 02 78', false),
      ],
    },
    {
      title: 'the cost',
      names: READER,
      cases: [
        {
          title: '100,000 bytes in frames of 100 are copied a few times, not 500',
          section: COST,
          run: ({ MessageReader }) => {
            const length = 100_000;
            const stream = streamOf(['x'.repeat(length)]);
            const reader = new MessageReader(length);
            const given = `a message of ${length} bytes in frames of 100`;
            let messages = 0;
            const copied = bytesCopied(() => {
              for (let at = 0; at < stream.length; at += 100)
                messages += pushed(given, reader, stream.subarray(at, at + 100)).length;
            });
            expectEqual(`${given}; messages`, 1, messages);
            if (copied <= 5 * length) return;
            const expected = `at most ${5 * length} bytes copied`;
            throw new CaseFailed({ given, expected, came: `${copied} bytes` });
          },
        },
      ],
    },
  ],
});

function prefixes(hex: string, isCompressed: boolean, expected: string): JudgedCase<Exports> {
  const length = fromHex(hex).length;
  return {
    title: `the prefix of ${length} bytes${isCompressed ? ', compressed' : ''}`,
    section: PREFIX,
    run: ({ prefixed }) => {
      const given = `prefixed of ${length} bytes, ${isCompressed ? '' : 'not '}compressed`;
      const came = expectResult(given, () => prefixed({ isCompressed, bytes: fromHex(hex) }));
      expectBytes(given, fromHex(expected), came);
    },
  };
}

/** @param expected the messages of each push as hex, with a `*` for a compressed one */
function reads(
  title: string,
  chunks: readonly string[],
  expected: readonly (readonly string[])[],
): JudgedCase<Exports> {
  return {
    title,
    section: READ,
    run: ({ MessageReader }) => {
      const given = `push ${chunks.map((hex) => (hex === '' ? 'nothing' : hex)).join(', then ')}`;
      const reader = expectResult(given, () => new MessageReader(MAX_BYTES));
      const came = chunks.map((hex) =>
        pushed(given, reader, fromHex(hex)).map(
          ({ isCompressed, bytes }) => (isCompressed ? '*' : '') + toHex(bytes),
        ),
      );
      expectEqual(`${given}; messages of each push`, expected, came);
      expectResult(`${given}; end`, () => reader.end());
    },
  };
}

/** What `push` returns, if it is a list of messages. */
function pushed(given: string, reader: Reader, chunk: Uint8Array): Message[] {
  const came: unknown = expectResult(given, () => reader.push(chunk));
  if (Array.isArray(came) && came.every(isMessage)) return came;
  throw new CaseFailed({ given, expected: 'an array of messages', came: show(came) });
}

function isMessage(value: unknown): value is Message {
  return (value as Partial<Message> | null | undefined)?.bytes instanceof Uint8Array;
}

function feed({ MessageReader }: Exports, chunks: readonly Uint8Array[], how: string): void {
  const given = `${STREAM.length} messages, ${how}`;
  const reader = new MessageReader(MAX_BYTES);
  const came = chunks
    .flatMap((chunk) => pushed(given, reader, chunk))
    .map(({ isCompressed, bytes }) => (isCompressed ? '*' : '') + Buffer.from(bytes).toString());
  expectEqual(given, STREAM, came);
  expectResult(`${given}; end`, () => reader.end());
}

function refuses(title: string, code: string, chunks: readonly string[]): JudgedCase<Exports> {
  return {
    title,
    section: REFUSE,
    run: async ({ MessageReader }) => {
      const reader = new MessageReader(MAX_BYTES);
      const given = `maxBytes ${MAX_BYTES}; push ${chunks.join(', then ')}`;
      const [last = '', ...before] = [...chunks].reverse();
      for (const hex of before.reverse()) pushed(given, reader, fromHex(hex));
      await expectCode(given, code, () => reader.push(fromHex(last)));
    },
  };
}

function ends(where: string, hex: string, isClean: boolean): JudgedCase<Exports> {
  return {
    title: `the stream ends ${where}`,
    section: REFUSE,
    run: async ({ MessageReader }) => {
      const reader = new MessageReader(MAX_BYTES);
      const given = `push ${hex === '' ? 'nothing' : hex}; end`;
      if (hex !== '') expectResult(given, () => reader.push(fromHex(hex)));
      if (isClean) expectResult(given, () => reader.end());
      else await expectCode(given, 'INTERNAL', () => reader.end());
    },
  };
}

/** The messages with their prefixes, in one piece. */
function streamOf(texts: readonly string[]): Buffer {
  return Buffer.concat(
    texts.map((text) => {
      const isCompressed = text.startsWith('*');
      const bytes = Buffer.from(text.slice(isCompressed ? 1 : 0));
      const prefix = Buffer.of(isCompressed ? 1 : 0, 0, 0, 0, 0);
      prefix.writeUInt32BE(bytes.length, 1);
      return Buffer.concat([prefix, bytes]);
    }),
  );
}
