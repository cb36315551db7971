// What the decoder costs: copied bytes and looks at chunks are counted, memory is
// measured in a process of its own.
import { join } from 'node:path';
import { runScript } from '@bytes-up/testkit';
import { subject } from '../testing/subject';

const { FrameDecoder, encodeFrame } = subject();
const MiB = 1024 * 1024;

/** A frame with a body of `bodyBytes`, in chunks of `chunkBytes`. */
function chunksOf(bodyBytes: number, chunkBytes: number): Buffer[] {
  const frame = encodeFrame(Buffer.alloc(bodyBytes));
  const count = Math.ceil(frame.length / chunkBytes);
  return Array.from({ length: count }, (_, n) =>
    frame.subarray(n * chunkBytes, (n + 1) * chunkBytes),
  );
}

/** Decodes one frame. */
function decode(chunks: readonly Buffer[]): void {
  const decoder = new FrameDecoder({ maxFrameBytes: MiB });
  let frames = 0;
  for (const chunk of chunks) {
    decoder.push(chunk);
    if (decoder.next() !== undefined) frames++;
  }
  expect(frames).toBe(1);
}

/** How often the decoder looks at one of the chunks: each look reads its length. */
function looksAt(chunks: readonly Buffer[]): number {
  let looks = 0;
  for (const chunk of chunks) {
    const { length } = chunk;
    Object.defineProperty(chunk, 'length', { get: () => (looks++, length) });
  }
  decode(chunks);
  return looks;
}

/**
 * Bytes that are copied when each chunk is glued to what is there: every concat writes
 * its whole result.
 */
function concatCopies(bodyBytes: number, chunkBytes: number): number {
  const frame = encodeFrame(Buffer.alloc(bodyBytes));
  let buffer: Buffer = Buffer.alloc(0);
  let copied = 0;
  for (let at = 0; at < frame.length; at += chunkBytes) {
    buffer = Buffer.concat([buffer, frame.subarray(at, at + chunkBytes)]);
    copied += buffer.length;
  }
  expect(buffer).toHaveLength(frame.length);
  return copied;
}

/** How many bytes are copied, by anyone and in whatever way, while `run` runs. */
function copiedBytes(run: () => void): number {
  let copied = 0;
  const concat = Buffer.concat.bind(Buffer);
  const join = jest.spyOn(Buffer, 'concat').mockImplementation((...args) => {
    const whole = concat(...args);
    copied += whole.length;
    return whole;
  });
  const set: (this: Uint8Array, ...args: Parameters<Uint8Array['set']>) => void = Reflect.get(
    Uint8Array.prototype,
    'set',
  );
  const write = jest.spyOn(Uint8Array.prototype, 'set').mockImplementation(function (
    this: Uint8Array,
    ...args
  ) {
    set.apply(this, args);
    copied += args[0].length;
  });
  const copy = jest.spyOn(Buffer.prototype, 'copy').mockImplementation(function (
    this: Buffer,
    ...args: unknown[]
  ) {
    const [target, targetStart = 0, start = 0, end = this.length] = args as Parameters<
      Buffer['copy']
    >;
    const part = this.subarray(start, Math.min(end, this.length));
    target.set(part, targetStart); // counted there
    return part.length;
  });
  try {
    run();
  } finally {
    for (const spy of [join, write, copy]) spy.mockRestore();
  }
  return copied;
}

test.each([
  { chunkBytes: 65536, mostCopies: 1 },
  { chunkBytes: 1024, mostCopies: 1 },
  { chunkBytes: 1000, mostCopies: 2 },
  { chunkBytes: 1, mostCopies: 2 },
])(
  'in chunks of $chunkBytes no byte is copied more than $mostCopies times',
  ({ chunkBytes, mostCopies }) => {
    const bodyBytes = 256 * 1024;
    const chunks = chunksOf(bodyBytes, chunkBytes);
    const copied = copiedBytes(() => decode(chunks));
    expect(copied).toBeLessThanOrEqual(mostCopies * (bodyBytes + 4));
  },
);

test('frames that lie in one chunk are not copied at all', () => {
  const chunk = Buffer.concat(Array.from({ length: 1000 }, () => encodeFrame('{"in":"ping"}')));
  const decoder = new FrameDecoder({ maxFrameBytes: 4 * MiB });
  let frames = 0;
  const copied = copiedBytes(() => {
    decoder.push(chunk);
    while (decoder.next() !== undefined) frames++;
  });
  expect([frames, copied]).toEqual([1000, 0]);
});

test.each([1024, 16])('the work is linear in the bytes, in chunks of %i', (chunkBytes) => {
  const small = chunksOf(MiB / 32, chunkBytes);
  const large = chunksOf(MiB / 2, chunkBytes);
  // Sixteen times the bytes: 16 times the work when it is linear, 256 times when it is
  // quadratic.
  expect(copiedBytes(() => decode(large)) / copiedBytes(() => decode(small))).toBeLessThan(20);
  expect(looksAt(large) / looksAt(small)).toBeLessThan(20);
});

test('Buffer.concat for each chunk copies quadratically, the decoder copies once', () => {
  const quarter = concatCopies(MiB / 4, 1024);
  const whole = concatCopies(MiB, 1024);
  // four times the bytes, sixteen times the copies
  expect(whole / quarter).toBeGreaterThan(15);
  const chunks = chunksOf(MiB, 1024);
  const ours = copiedBytes(() => decode(chunks));
  expect(ours).toBeLessThanOrEqual(MiB + 4);
  expect(whole).toBeGreaterThan(500 * MiB);
});

test.each([
  { sizes: [1], most: 1.3 },
  { sizes: [1000], most: 1.3 },
  { sizes: [1024], most: 1.4 },
  // the worst there is: a block of 4096 for each single byte
  { sizes: [1, 4096], most: 2.3 },
])(
  'buffering 4 MiB in chunks of $sizes takes at most $most times their bytes',
  async ({ sizes, most }) => {
    const script = join(__dirname, '../testing/measure-memory.ts');
    const options = { flags: ['--expose-gc'], args: sizes.map(String) };
    const { stdout } = await runScript(script, options);
    const times = Number(stdout);
    expect(times).toBeGreaterThan(0.9); // the bytes themselves: the measurement sees them
    expect(times).toBeLessThan(most);
  },
);
