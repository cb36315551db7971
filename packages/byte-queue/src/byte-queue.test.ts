// Compares the queue with the simplest one, a Buffer that each chunk is concatenated to,
// and counts the bytes that it copies.

import fc from 'fast-check';
import { ByteQueue } from './byte-queue';
import { copiedBytes } from './copied-bytes';

const KIB = 1024;
const LF = 0x0a;

function queueOf(...chunks: readonly (string | Buffer)[]): ByteQueue {
  const queue = new ByteQueue();
  for (const chunk of chunks) queue.append(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  return queue;
}

const step = fc.oneof(
  fc.record({
    append: fc.oneof(
      fc.uint8Array({ maxLength: 9 }),
      fc.constantFrom(1023, 1024, 3000, 4096, 5000).map((size) => new Uint8Array(size).fill(size)),
    ),
  }),
  fc.record({ take: fc.nat(5000) }),
  fc.record({ drop: fc.nat(5000) }),
  fc.record({ peek: fc.nat(30) }),
  fc.record({ find: fc.nat(255), from: fc.nat(3000) }),
  fc.constant('length' as const),
  fc.constant('number' as const),
);

test('any sequence of appends and takes matches one concatenated Buffer', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const queue = new ByteQueue();
      let model = Buffer.alloc(0);
      const taken: (readonly [Buffer, string])[] = [];
      for (const one of steps) {
        if (one === 'length') expect(queue.length).toBe(model.length);
        else if (one === 'number') {
          if (model.length < 4) continue;
          expect(queue.takeUInt32LE()).toBe(model.readUInt32LE());
          model = model.subarray(4);
        } else if ('append' in one) {
          const chunk = Buffer.from(one.append);
          queue.append(chunk);
          model = Buffer.concat([model, chunk]);
        } else if ('take' in one) {
          const count = Math.min(one.take, model.length);
          const bytes = queue.take(count);
          taken.push([bytes, model.toString('hex', 0, count)]);
          model = model.subarray(count);
        } else if ('drop' in one) {
          const count = Math.min(one.drop, model.length);
          queue.drop(count);
          model = model.subarray(count);
        } else if ('peek' in one) {
          const count = Math.min(one.peek, model.length);
          expect(queue.peek(count).toString('hex')).toBe(model.toString('hex', 0, count));
        } else {
          const found = one.from < model.length ? model.indexOf(one.find, one.from) : -1;
          expect(queue.indexOf(one.find, one.from)).toBe(found);
        }
      }
      // Later operations do not overwrite bytes that were returned.
      for (const [bytes, hex] of taken) expect(bytes.toString('hex')).toBe(hex);
    }),
  );
});

test('take, drop and peek beyond the length throw a RangeError and lose nothing', () => {
  const queue = queueOf('ab', 'c');
  expect(() => queue.take(4)).toThrow(new RangeError('take(4) of 3 bytes'));
  expect(() => queue.drop(4)).toThrow(new RangeError('drop(4) of 3 bytes'));
  expect(() => queue.peek(4)).toThrow(new RangeError('peek(4) of 3 bytes'));
  expect(() => queue.takeUInt32LE()).toThrow(RangeError);
  expect(queue.take(3).toString()).toBe('abc');
  expect(queue.take(0)).toHaveLength(0);
  expect(queue.peek(0)).toHaveLength(0);
});

test('indexOf finds a byte after those searched and those taken', () => {
  const queue = queueOf('a\n', 'b', 'c\nd');
  expect(queue.indexOf(LF)).toBe(1);
  expect(queue.indexOf(LF, 2)).toBe(4);
  expect(queue.take(3).toString()).toBe('a\nb');
  expect(queue.indexOf(LF)).toBe(1);
  expect(queue.indexOf(LF, 2)).toBe(-1);
  expect(queue.indexOf(LF, 99)).toBe(-1);
});

test('after clear() the queue is empty and usable', () => {
  const queue = queueOf('ab', 'c');
  queue.clear();
  expect([queue.length, queue.indexOf(LF)]).toEqual([0, -1]);
  queue.append(Buffer.from('d'));
  expect(queue.take(1).toString()).toBe('d');
});

describe('the cost, in bytes that are copied', () => {
  test.each([
    { chunkBytes: 64 * KIB, most: 1 },
    { chunkBytes: 1024, most: 1 },
    { chunkBytes: 1023, most: 2 },
    { chunkBytes: 1, most: 2 },
  ])('256 KiB in chunks of $chunkBytes: each at most $most times', ({ chunkBytes, most }) => {
    const bytes = Buffer.alloc(256 * KIB);
    const queue = new ByteQueue();
    const copied = copiedBytes(() => {
      for (let at = 0; at < bytes.length; at += chunkBytes) {
        queue.append(bytes.subarray(at, at + chunkBytes));
        if (queue.length >= 9) queue.peek(9);
      }
      queue.take(bytes.length);
    });
    // Each peek at a header that lies in several chunks copies its nine bytes again.
    const peeked = chunkBytes < 9 ? 9 * (bytes.length / chunkBytes) : 0;
    expect(copied).toBeLessThanOrEqual(most * bytes.length + peeked);
  });

  test('bytes that lie in one chunk are not copied at all', () => {
    const queue = queueOf(Buffer.alloc(64 * KIB));
    const copied = copiedBytes(() => {
      while (queue.length > 0) queue.take(queue.peek(16).length);
    });
    expect(copied).toBe(0);
  });

  test('the counter sees each way to copy, and restores everything', () => {
    const bytes = Buffer.alloc(10);
    expect(copiedBytes(() => void Buffer.concat([bytes, bytes]))).toBe(20);
    expect(copiedBytes(() => void bytes.copy(Buffer.alloc(20), 3, 2))).toBe(8);
    expect(copiedBytes(() => Buffer.alloc(20).set(bytes))).toBe(10);
    expect(Object.hasOwn(Buffer.prototype as Buffer, 'set')).toBe(false);
  });

  test('small chunks are kept in blocks, not one by one', () => {
    const blocks = jest.spyOn(Buffer, 'allocUnsafeSlow');
    const queue = new ByteQueue();
    try {
      for (let n = 0; n < 64 * KIB; n++) queue.append(Buffer.from([n]));
      expect(blocks).toHaveBeenCalledTimes(16);
    } finally {
      blocks.mockRestore();
    }
  });
});
