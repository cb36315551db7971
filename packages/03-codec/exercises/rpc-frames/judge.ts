// Judges my/rpc/frames.ts. It has bytes of its own: it trusts neither the learner's
// encoder nor ours.

import {
  CaseFailed,
  defineJudge,
  expectBytes,
  expectCode,
  expectEqual,
  show,
  toHex,
} from '@bytes-up/testkit';

interface Decoder {
  push(chunk: Buffer): void;
  next(): Buffer | undefined;
}

interface Frames {
  encodeFrame: (body: string) => Buffer;
  FrameDecoder: new (options: { maxFrameBytes: number }) => Decoder;
}

const OUT = 'Stage 1: out';
const IN = 'Stage 2: in';
const LIMITS = 'Stage 3: limits';
const MAX_FRAME_BYTES = 4 * 1024 * 1024;

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
      ],
    },
    {
      title: 'in',
      names: ['FrameDecoder'],
      cases: [
        decodes('nothing pushed, nothing returned', [], []),
        decodes('a frame in one piece', [frame('hi')], ['hi']),
        decodes('half a frame is no body yet', ['02 00', '00 00 68'], []),
        decodes('the second half completes it', ['02 00', '00 00 68', '69'], ['hi']),
        decodes('two frames in one piece', [frame('a') + ' ' + frame('b')], ['a', 'b']),
        decodes(
          'one frame and a half, then the rest',
          [`${frame('first')} 06 00 00 00 73 65`, '63 6f 6e 64'],
          ['first', 'second'],
        ),
        decodes('a frame without a body', [`${frame('')} ${frame('x')}`], ['', 'x']),
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
            const chunks = Array.from(whole, (byte) => Buffer.from([byte]));
            feed(frames, chunks, ['one', '', 'three']);
          },
        },
        {
          title: 'a hundred frames in pieces of seven bytes',
          section: IN,
          run: (frames) => {
            const bodies = Array.from({ length: 100 }, (_, at) => `${at} `.repeat(at));
            const whole = bytesOf(bodies.map(frame).join(' '));
            const chunks: Buffer[] = [];
            for (let at = 0; at < whole.length; at += 7) chunks.push(whole.subarray(at, at + 7));
            feed(frames, chunks, bodies);
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
        refuses('after the error there is no way back', ['06 00 00 00'], { after: frame('a') }),
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

/** Pushes every chunk, and after each one takes what is complete. */
function feed(
  { FrameDecoder }: Frames,
  chunks: readonly Buffer[],
  bodies: readonly string[],
  maxFrameBytes = MAX_FRAME_BYTES,
): void {
  const decoder = new FrameDecoder({ maxFrameBytes });
  const given = chunks.length === 0 ? 'nothing' : describe(chunks);
  const came: unknown[] = [];
  takeAll(decoder, came, given, bodies);
  for (const chunk of chunks) {
    // a copy each: what was returned must not change later
    decoder.push(Buffer.from(chunk));
    takeAll(decoder, came, given, bodies);
  }
  for (const [at, body] of bodies.entries()) {
    const which = `${given}; body ${at + 1} of ${bodies.length}`;
    if (at >= came.length) expectEqual(which, body, undefined);
    const bytes = came[at];
    if (!(bytes instanceof Uint8Array)) expectEqual(which, Buffer.from(body), bytes);
    else expectBytes(which, Buffer.from(body), bytes);
  }
  if (came.length > bodies.length) {
    const expected = `${bodies.length} bodies, then undefined`;
    throw new CaseFailed({ given, expected, came: `one more: ${show(came.at(-1))}` });
  }
}

/** A decoder that returns bodies for ever must not fill the memory. */
function takeAll(
  decoder: Decoder,
  came: unknown[],
  given: string,
  bodies: readonly string[],
): void {
  for (let body = decoder.next(); body !== undefined; body = decoder.next()) {
    if (!(body instanceof Uint8Array))
      throw new CaseFailed({ given, expected: 'a Buffer or undefined', came: show(body) });
    came.push(body);
    if (came.length <= bodies.length + 1) continue;
    const expected = `${bodies.length} bodies, then undefined`;
    throw new CaseFailed({ given, expected, came: `more and more: ${show(body)}` });
  }
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
      const decoder = new FrameDecoder({ maxFrameBytes: 5 });
      for (const [at, chunk] of chunks.entries()) {
        decoder.push(bytesOf(chunk));
        if (at < chunks.length - 1) expectEqual(given, undefined, decoder.next());
      }
      for (const body of before) expectEqual(given, Buffer.from(body), asBuffer(decoder.next()));
      await expectCode(given, 'RESOURCE_EXHAUSTED', () => decoder.next());
      if (after === undefined) return;
      decoder.push(bytesOf(after));
      const again = `${given}; then ${after}, a good frame`;
      await expectCode(again, 'RESOURCE_EXHAUSTED', () => decoder.next());
    },
  };
}

function asBuffer(value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value) : value;
}

/** The bytes of a frame as hex. */
function frame(body: string): string {
  const bytes = Buffer.from(body);
  const length = [0, 8, 16, 24].map((bits) => (bytes.length >>> bits) & 0xff);
  return toHex(Buffer.concat([Buffer.from(length), bytes]));
}

function bytesOf(hex: string): Buffer {
  return Buffer.from(hex.replaceAll(' ', ''), 'hex');
}

function describe(chunks: readonly Buffer[]): string {
  const shown = chunks.slice(0, 4).map((chunk) => {
    const hex = toHex(chunk.subarray(0, 12));
    return chunk.length > 12 ? `${hex} … (${chunk.length} bytes)` : hex;
  });
  const more = chunks.length > 4 ? ` | … (${chunks.length} chunks)` : '';
  return `push ${shown.join(' | ')}${more}`;
}
