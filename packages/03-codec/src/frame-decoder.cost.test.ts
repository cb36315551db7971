// What the decoder costs: copies counted, memory measured in a process of its own, time only as a ratio.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { subject } from './testing/subject';

const { FrameDecoder, encodeFrame } = subject();
const MiB = 1024 * 1024;

/** Milliseconds to decode one frame of `bodyBytes` that comes in chunks of `chunkBytes`. */
function decodeMs(bodyBytes: number, chunkBytes: number): number {
  const frame = encodeFrame(Buffer.alloc(bodyBytes));
  const decoder = new FrameDecoder({ maxFrameBytes: bodyBytes });
  const start = performance.now();
  let body: Buffer | undefined;
  for (let at = 0; at < frame.length; at += chunkBytes) {
    decoder.push(frame.subarray(at, at + chunkBytes));
    body = decoder.next() ?? body;
  }
  const ms = performance.now() - start;
  expect(body).toHaveLength(bodyBytes);
  return ms;
}

/** Bytes that are copied when each chunk is glued to what is there: every concat writes its whole result. */
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

function best(runs: number, measure: () => number): number {
  return Math.min(...Array.from({ length: runs }, measure));
}

/** How many bytes are copied, by anyone, while `run` runs. */
function copiedBytes(run: () => void): number {
  let copied = 0;
  const copy = jest.spyOn(Buffer.prototype, 'copy').mockImplementation(function (
    this: Buffer,
    ...args: unknown[]
  ) {
    const [target, targetStart = 0, start = 0, end = this.length] = args as Parameters<
      Buffer['copy']
    >;
    const part = this.subarray(start, Math.min(end, this.length));
    target.set(part, targetStart);
    copied += part.length;
    return part.length;
  });
  try {
    run();
  } finally {
    copy.mockRestore();
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
    const copied = copiedBytes(() => decodeMs(bodyBytes, chunkBytes));
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

test.each([1024, 16])('the time is linear in the bytes, in chunks of %i', (chunkBytes) => {
  best(3, () => decodeMs(MiB / 4, chunkBytes)); // warm
  const one = best(9, () => decodeMs(MiB / 4, chunkBytes));
  const sixteen = best(5, () => decodeMs(4 * MiB, chunkBytes));
  expect(sixteen / one).toBeLessThan(100); // 16 when linear, 256 when quadratic: room for a busy machine on both sides
});

test('Buffer.concat for each chunk copies with the square of the size, the decoder copies once', () => {
  const quarter = concatCopies(MiB / 4, 1024);
  const whole = concatCopies(MiB, 1024);
  expect(whole / quarter).toBeGreaterThan(15); // four times the bytes, sixteen times the copies
  const ours = copiedBytes(() => decodeMs(MiB, 1024));
  expect(ours).toBeLessThanOrEqual(MiB + 4);
  expect(whole).toBeGreaterThan(500 * MiB);
});

test.each([
  { sizes: [1], most: 1.3 },
  { sizes: [1000], most: 1.3 },
  { sizes: [1024], most: 1.4 },
  { sizes: [1, 4096], most: 2.3 }, // the worst there is: a block of 4096 for each single byte
])(
  '4 MiB in chunks of $sizes are kept in at most $most times their bytes',
  async ({ sizes, most }) => {
    const script = join(__dirname, 'testing', 'measure-memory.ts');
    const hook = join(__dirname, '../../../tools/ts.cjs');
    const args = ['--expose-gc', '-r', hook, script, ...sizes.map(String)];
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 15_000 });
    const times = Number(stdout);
    expect(times).toBeGreaterThan(0.9); // the bytes themselves: the measurement sees them
    expect(times).toBeLessThan(most);
  },
  20_000,
);
