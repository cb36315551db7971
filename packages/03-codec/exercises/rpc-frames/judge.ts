// Judges my/rpc/frames.ts. Its bytes are written by hand: it trusts neither the learner's
// encoder nor ours.

import { copiedBytes } from '@bytes-up/byte-queue';
import {
  CaseFailed,
  defineJudge,
  expectBytes,
  expectCode,
  expectEqual,
  giving,
  show,
} from '@bytes-up/testkit';
import { bytesOf, counting, describe, frame, piecesOf } from './judge/bytes';
import { feed, MAX_FRAME_BYTES, type Decoder, type Frames } from './judge/feed';

const OUT = 'Stage 1: out';
const IN = 'Stage 2: in';
const LIMITS = 'Stage 3: limits';
const COST = 'Stage 4: cost';
/** How often a byte may be copied on average. */
const MOST_COPIES = 8;

export const judge = defineJudge<Frames>({
  stages: [
    {
      title: 'out',
      names: ['encodeFrame'],
      cases: [
        encodes('{"in":"ping"}'),
        encodes('é'),
        encodes(''),
        encodes('a'.repeat(300)),
        encodes('b'.repeat(70_000)),
        {
          title: 'the next frame does not change the one before',
          section: OUT,
          run: ({ encodeFrame }) => {
            const given = "encodeFrame('first'), looked at after encodeFrame('next')";
            giving(given);
            const first = encodeFrame('first');
            encodeFrame('next');
            expectBytes(given, bytesOf(frame('first')), first);
          },
        },
      ],
    },
    {
      title: 'in',
      names: ['FrameDecoder'],
      cases: [
        decodes('nothing pushed, nothing returned', [], []),
        decodes('a frame in one piece', [frame('hi')], ['hi']),
        decodes('half a frame is not a body yet', ['02 00', '00 00 68'], []),
        decodes('the second half completes it', ['02 00', '00 00 68', '69'], ['hi']),
        decodes('two frames in one piece', [frame('a') + ' ' + frame('b')], ['a', 'b']),
        decodes(
          'one frame and a half, then the rest',
          [`${frame('first')} 06 00 00 00 73 65`, '63 6f 6e 64'],
          ['first', 'second'],
        ),
        decodes('an empty frame', [`${frame('')} ${frame('x')}`], ['', 'x']),
        decodes('a length of two bytes', [frame('c'.repeat(300))], ['c'.repeat(300)]),
        {
          title: 'a frame cut in two, at every byte',
          section: IN,
          run: (frames) => {
            const whole = bytesOf(`${frame('hello')} ${frame('{"in":"pi"}')}`);
            for (let at = 1; at < whole.length; at++) {
              feed(frames, [whole.subarray(0, at), whole.subarray(at)], ['hello', '{"in":"pi"}']);
            }
          },
        },
        {
          title: 'three frames, one byte at a time',
          section: IN,
          run: (frames) => {
            const whole = bytesOf(['one', '', 'three'].map(frame).join(' '));
            feed(frames, piecesOf(whole, 1), ['one', '', 'three']);
          },
        },
        {
          title: 'two decoders at the same time',
          section: IN,
          run: ({ FrameDecoder }) => {
            const [one, other] = [1, 2].map(
              () => new FrameDecoder({ maxFrameBytes: MAX_FRAME_BYTES }),
            ) as [Decoder, Decoder];
            const given = 'push 02 00 00 00 68 to a decoder, 01 00 to another, 69 to the first';
            giving(given);
            one.push(bytesOf('02 00 00 00 68'));
            expectEqual(`${given}; its next after 68`, undefined, asBuffer(one.next()));
            other.push(bytesOf('01 00'));
            expectEqual(`${given}; next of the other`, undefined, asBuffer(other.next()));
            one.push(bytesOf('69'));
            expectEqual(`${given}; its next`, Buffer.from('hi'), asBuffer(one.next()));
          },
        },
        {
          title: 'a hundred frames in pieces of seven bytes',
          section: IN,
          run: (frames) => {
            const bodies = Array.from({ length: 100 }, (_, at) => `${at} `.repeat(at));
            const whole = bytesOf(bodies.map(frame).join(' '));
            feed(frames, piecesOf(whole, 7), bodies);
          },
        },
        {
          title: 'a body of 100,000 bytes in chunks of 1,460',
          section: IN,
          run: (frames) => {
            const body = counting(100_000);
            feed(frames, piecesOf(bytesOf(frame(body)), 1_460), [body]);
          },
        },
        {
          title: 'a body of 1 MiB in one piece',
          section: IN,
          run: (frames) => {
            const body = counting(1024 * 1024);
            feed(frames, [bytesOf(frame(body))], [body]);
          },
        },
      ],
    },
    {
      title: 'limits',
      names: ['encodeFrame', 'FrameDecoder'],
      cases: [
        {
          title: 'a body of exactly maxFrameBytes is accepted',
          section: LIMITS,
          run: (frames) => feed(frames, [bytesOf(frame('hello'))], ['hello'], 5),
        },
        refuses('one byte over the limit, before any byte of the body', ['06 00 00 00']),
        refuses('a length of 2,147,483,648 is not a negative number', ['00 00 00 80']),
        refuses('a length of 4,294,967,295', ['ff ff ff ff']),
        refuses('a length over the limit that comes in pieces', ['06', '00 00', '00']),
        refuses('the frame before a bad length is returned first', [`${frame('a')} 06 00 00 00`], {
          before: ['a'],
        }),
        refuses('after an error, every later next throws the same code', ['06 00 00 00'], {
          after: frame('a'),
        }),
      ],
    },
    {
      title: 'cost',
      names: ['FrameDecoder'],
      cases: [
        copies(
          'a frame in 256 chunks is copied a few times',
          piecesOf(bytesOf(frame('d'.repeat(256 * 1024 - 4))), 1024),
          1,
        ),
        copies(
          'many frames in one chunk are not copied again for each frame',
          [bytesOf(frame('e'.repeat(100)).repeat(2000))],
          2000,
        ),
      ],
    },
  ],
});

function encodes(body: string) {
  const bytes = Buffer.byteLength(body);
  const what = body === '' ? 'an empty body' : body.length < 20 ? body : `${bytes} bytes`;
  return {
    title: `the frame of ${what}`,
    section: OUT,
    run: ({ encodeFrame }: Frames): void => {
      const given = `encodeFrame(${show(body.slice(0, 20))}${body.length > 20 ? ' …' : ''})`;
      giving(given);
      expectBytes(given, bytesOf(frame(body)), encodeFrame(body));
    },
  };
}

function decodes(title: string, chunks: readonly string[], bodies: readonly string[]) {
  return {
    title,
    section: IN,
    run: (frames: Frames): void => feed(frames, chunks.map(bytesOf), bodies),
  };
}

function refuses(
  title: string,
  chunks: readonly string[],
  { before = [], after }: { before?: readonly string[]; after?: string } = {},
) {
  return {
    title,
    section: LIMITS,
    run: async ({ FrameDecoder }: Frames): Promise<void> => {
      const given = `maxFrameBytes 5, then ${describe(chunks.map(bytesOf))}`;
      giving(given);
      const decoder = new FrameDecoder({ maxFrameBytes: 5 });
      for (const [at, chunk] of chunks.entries()) {
        decoder.push(bytesOf(chunk));
        if (at < chunks.length - 1) expectEqual(given, undefined, decoder.next());
      }
      for (const body of before) expectEqual(given, Buffer.from(body), asBuffer(decoder.next()));
      await expectCode(given, 'RESOURCE_EXHAUSTED', () => decoder.next());
      if (after === undefined) return;
      const again = `${given}; then ${after}, a valid frame`;
      giving(again);
      decoder.push(bytesOf(after));
      await expectCode(again, 'RESOURCE_EXHAUSTED', () => decoder.next());
    },
  };
}

/** Counts copied bytes instead of measuring time, so it is the same on every machine. */
function copies(title: string, chunks: readonly Buffer[], bodies: number) {
  return {
    title,
    section: COST,
    run: ({ FrameDecoder }: Frames): void => {
      const decoder = new FrameDecoder({ maxFrameBytes: MAX_FRAME_BYTES });
      const given = `${describe(chunks)}, and next() after each`;
      giving(given);
      let came = 0;
      const copied = copiedBytes(() => {
        for (const chunk of chunks) {
          decoder.push(chunk);
          while (came <= bodies && decoder.next() !== undefined) came++;
        }
      });
      expectEqual(`${given}; bodies`, bodies, came);
      const pushed = chunks.reduce((sum, { length }) => sum + length, 0);
      const times = Math.round(copied / pushed);
      if (times <= MOST_COPIES) return;
      const expected = `at most ${MOST_COPIES} times ${pushed} bytes copied`;
      throw new CaseFailed({ given, expected, came: `${copied} bytes, ${times} times as many` });
    },
  };
}

function asBuffer(value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value) : value;
}
