// Judges my/codec/slip.ts: frames, streams cut anywhere, steps, and codes.

import {
  CaseFailed,
  countingSteps,
  defineJudge,
  expectBytes,
  expectCode,
  expectEqual,
  expectResult,
  expectSteps,
  fromHex,
  giving,
  show,
  toHex,
} from '@bytes-up/testkit';
import type { JudgedCase } from '@bytes-up/testkit';

interface Decoder {
  push(chunk: Buffer): void;
  next(): Buffer | undefined;
}

interface Slip {
  encodeSlip: (body: Buffer) => Buffer;
  SlipDecoder: new (options: { maxBodyBytes: number }) => Decoder;
}

const OUT = 'Stage 1: out';
const IN = 'Stage 2: in';
const REFUSE = 'Stage 3: refuse';
const HUGE = 1_000_000;
/** Scanning all bytes again for each chunk would look at 5,000,000,000 bytes. */
const MANY = 100_000;
/** Copying each of them again for each chunk would copy 8,000,000 bytes. */
const COUNTED = 4_000;
const MOST_STEPS_PER_BYTE = 200;

export const judge = defineJudge<Slip>({
  caseLimitMs: 10_000,
  stages: [
    {
      title: 'out',
      names: ['encodeSlip'],
      cases: [
        encodes('68 69', '68 69 c0'),
        encodes('', 'c0'),
        encodes('61 c0 62', '61 db dc 62 c0'),
        encodes('db dc', 'db dd dc c0'),
        encodes('c0 c0 db db', 'db dc db dc db dd db dd c0'),
        encodes('00 0a dd dc ff', '00 0a dd dc ff c0'),
        {
          title: 'neither the body nor the frame before is changed',
          section: OUT,
          run: ({ encodeSlip }) => {
            const body = fromHex('61 c0 62');
            const frame = expectResult('encodeSlip(61 c0 62)', () => encodeSlip(body));
            expectBytes('encodeSlip(61 c0 62); the body, after that', fromHex('61 c0 62'), body);
            expectResult('encodeSlip(db)', () => encodeSlip(fromHex('db')));
            const given = 'encodeSlip(61 c0 62), looked at after encodeSlip(db)';
            expectBytes(given, fromHex('61 db dc 62 c0'), frame);
          },
        },
      ],
    },
    {
      title: 'in',
      names: ['SlipDecoder'],
      cases: [
        decodes('nothing pushed, nothing returned', [], []),
        decodes('a frame in one piece', ['68 69 c0'], ['68 69']),
        decodes('half a frame is not a body yet', ['68 69'], []),
        decodes('the second half completes it', ['68', '69 c0'], ['68 69']),
        decodes('two frames in one piece', ['61 c0 62 c0'], ['61', '62']),
        decodes('an escaped end', ['61 db dc 62 c0'], ['61 c0 62']),
        decodes('an escaped escape', ['db dd dc c0'], ['db dc']),
        decodes('an escape cut in two', ['61 db', 'dc c0'], ['61 c0']),
        decodes('an empty frame', ['61 c0 c0 62 c0'], ['61', '', '62']),
        {
          title: 'three frames, cut in two at every byte, and byte by byte',
          section: IN,
          run: (slip) => {
            const bodies = ['68 db 69', '', 'c0 db dc dd c0'];
            const whole = fromHex('68 db dd 69 c0 c0 db dc db dd dc dd db dc c0');
            for (let at = 1; at < whole.length; at++)
              feed(slip, [whole.subarray(0, at), whole.subarray(at)], bodies);
            feed(
              slip,
              Array.from(whole, (byte) => Buffer.of(byte)),
              bodies,
            );
          },
        },
        {
          title: 'two decoders at the same time',
          section: IN,
          run: ({ SlipDecoder }) => {
            const one = new SlipDecoder({ maxBodyBytes: HUGE });
            const other = new SlipDecoder({ maxBodyBytes: HUGE });
            const given = 'push 61 db to a decoder, 62 to another, dc c0 to the first';
            expectResult(given, () => one.push(fromHex('61 db')));
            expectResult(given, () => other.push(fromHex('62')));
            expectResult(given, () => one.push(fromHex('dc c0')));
            const [came, none] = expectResult(given, () => [one.next(), other.next()]);
            expectEqual(`${given}; its next`, '61 c0', came && toHex(came));
            expectEqual(`${given}; next of the other`, undefined, none && toHex(none));
          },
        },
        takesFewSteps(
          'a frame of 4,000 bytes, one byte at a time',
          [
            ...Array.from({ length: COUNTED - 1 }, (_, at) => Buffer.of(at % 0xc0)),
            Buffer.of(0xc0),
          ],
          1,
        ),
        takesFewSteps(
          '2,000 frames of two bytes in one chunk',
          [Buffer.from('61c0'.repeat(COUNTED / 2), 'hex')],
          COUNTED / 2,
        ),
        {
          title: 'a body of 100,000 bytes, one byte at a time',
          section: IN,
          run: ({ SlipDecoder }) => {
            const decoder = new SlipDecoder({ maxBodyBytes: HUGE });
            for (let at = 0; at < MANY; at++) {
              decoder.push(Buffer.of(at % 0xc0));
              if (decoder.next() === undefined) continue;
              throw new CaseFailed({ given: `byte ${at}`, expected: 'no body yet', came: 'one' });
            }
            decoder.push(Buffer.of(0xc0));
            expectEqual('bytes of the body', MANY, decoder.next()?.length);
          },
        },
      ],
    },
    {
      title: 'refuse',
      names: ['encodeSlip', 'SlipDecoder'],
      cases: [
        {
          title: 'a body of exactly maxBodyBytes, all of it escaped',
          section: REFUSE,
          run: (slip) =>
            feed(slip, [fromHex('db dc db dc db dd db dd db dc c0')], ['c0 c0 db db c0'], 5),
        },
        refuses('a byte that is not an escape', 'INVALID_ARGUMENT', ['61 db 62 c0']),
        refuses('an end byte that is not escaped', 'INVALID_ARGUMENT', ['61 db', 'c0']),
        refuses('one byte over the limit, before the end', 'RESOURCE_EXHAUSTED', [
          '61 62 63 64 65 66',
        ]),
        refuses('one byte over the limit, which is escaped', 'RESOURCE_EXHAUSTED', [
          '61 62 63 64 65 db',
          'dc',
        ]),
        refuses(
          'the frame before the error is returned first',
          'INVALID_ARGUMENT',
          ['61 c0 db 62'],
          {
            before: ['61'],
          },
        ),
        refuses(
          'after an error, every later next throws the same code',
          'INVALID_ARGUMENT',
          ['db 62 c0'],
          {
            after: '61 c0',
          },
        ),
        {
          title: 'whatever is encoded can be decoded: every byte, and every pair',
          section: OUT,
          run: (slip) => {
            const all = Buffer.from(Array.from({ length: 512 }, (_, at) => (at * 7) % 256));
            feed(slip, [slip.encodeSlip(all)], [toHex(all)]);
          },
        },
      ],
    },
  ],
});

function encodes(body: string, frame: string): JudgedCase<Slip> {
  return {
    title: `the frame of ${body === '' ? 'an empty body' : body}`,
    section: OUT,
    run: ({ encodeSlip }) => {
      const given = `encodeSlip(${body})`;
      expectBytes(
        given,
        fromHex(frame),
        expectResult(given, () => encodeSlip(fromHex(body))),
      );
    },
  };
}

function decodes(
  title: string,
  chunks: readonly string[],
  bodies: readonly string[],
): JudgedCase<Slip> {
  return { title, section: IN, run: (slip) => feed(slip, chunks.map(fromHex), bodies) };
}

/** Pushes every chunk, and after each one takes what is complete. */
function feed(
  { SlipDecoder }: Slip,
  chunks: readonly Buffer[],
  bodies: readonly string[],
  maxBodyBytes = HUGE,
): void {
  const decoder = new SlipDecoder({ maxBodyBytes });
  const given = describe(chunks);
  const came: string[] = [];
  const returned: Uint8Array[] = [];
  const takeAll = (): void => {
    for (let body = next(); body !== undefined; body = next()) {
      if (!(body instanceof Uint8Array))
        throw new CaseFailed({ given, expected: 'a Buffer or undefined', came: show(body) });
      came.push(toHex(body));
      returned.push(body);
      if (came.length > bodies.length)
        throw new CaseFailed({ given, expected: `${bodies.length} bodies`, came: show(came) });
    }
  };
  const next = (): unknown => expectResult(given, () => decoder.next());
  takeAll();
  for (const chunk of chunks) {
    expectResult(given, () => decoder.push(chunk));
    takeAll();
  }
  expectEqual(given, bodies, came);
  expectEqual(`${given}; the same bodies when all has been pushed`, bodies, returned.map(toHex));
}

function takesFewSteps(given: string, chunks: readonly Buffer[], bodies: number): JudgedCase<Slip> {
  return {
    title: `few steps for ${given}`,
    section: IN,
    run: (_slip, learner) => {
      giving(given);
      countingSteps<Slip>(learner, ({ SlipDecoder }, count) => {
        const decoder = new SlipDecoder({ maxBodyBytes: HUGE });
        let came = 0;
        const steps = count(() => {
          for (let at = 0; at < chunks.length; at++) {
            decoder.push(chunks[at]!);
            while (came <= bodies && decoder.next() !== undefined) came++;
          }
        });
        expectEqual(`${given}; bodies`, bodies, came);
        expectSteps(given, MOST_STEPS_PER_BYTE * COUNTED, steps);
      });
    },
  };
}

function refuses(
  title: string,
  code: string,
  chunks: readonly string[],
  { before = [], after }: { before?: readonly string[]; after?: string } = {},
): JudgedCase<Slip> {
  return {
    title,
    section: REFUSE,
    run: async ({ SlipDecoder }) => {
      const given = `maxBodyBytes 5; ${describe(chunks.map(fromHex))}`;
      const decoder = new SlipDecoder({ maxBodyBytes: 5 });
      for (const chunk of chunks) expectResult(given, () => decoder.push(fromHex(chunk)));
      for (const body of before) {
        const came = expectResult(given, () => decoder.next());
        expectEqual(given, body, came && toHex(came));
      }
      await expectCode(given, code, () => decoder.next());
      if (after === undefined) return;
      decoder.push(fromHex(after));
      await expectCode(`${given}; then ${after}, a valid frame`, code, () => decoder.next());
    },
  };
}

function describe(chunks: readonly Buffer[]): string {
  if (chunks.length === 0) return 'nothing';
  const shown = chunks.slice(0, 4).map((chunk) => toHex(chunk.subarray(0, 16)));
  return `push ${shown.join(' | ')}${chunks.length > 4 ? ` | … (${chunks.length} chunks)` : ''}`;
}
