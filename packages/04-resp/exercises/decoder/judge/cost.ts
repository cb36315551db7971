// Stage 8: what it costs that a value comes in many chunks. Counted in bytes that are
// copied or read, and in integers that are parsed, which every machine does alike.

import { copiedBytes } from '@bytes-up/byte-queue';
import { CaseFailed, type JudgedCase } from '@bytes-up/testkit';
import { bytesOf, WIDE, type Decoder, type Resp } from './decoding';

const COST = 'Stage 8: cost';
/** So much of what is pushed may be copied, and as much read. */
const MOST_TIMES = 8;
const MEMBERS = 1_000;
const CHUNKS = 256;
const CHUNK_BYTES = 1024;

export const cost: readonly JudgedCase<Resp>[] = [
  {
    title: `an array of ${MEMBERS} integers in ${MEMBERS} chunks is read once`,
    section: COST,
    run: ({ RespDecoder }) => {
      const decoder = new RespDecoder(WIDE);
      const chunks = Array.from({ length: MEMBERS }, (_, n) => bytesOf(`:${1_000 + n}⏎`));
      const given = `push *${MEMBERS}⏎ and ${MEMBERS} integers, a chunk each, with next after each`;
      const { read, integers } = countReads(() => {
        takeAll(given, decoder, [bytesOf(`*${MEMBERS}⏎`), ...chunks]);
      });
      const pushed = chunks.reduce((sum, { length }) => sum + length, 0);
      expectAtMost(given, 'integers to be parsed', integers, MOST_TIMES * MEMBERS);
      expectAtMost(given, 'bytes to be read', read, MOST_TIMES * pushed);
    },
  },
  {
    title: `a bulk string in ${CHUNKS} chunks is copied a few times`,
    section: COST,
    run: ({ RespDecoder }) => {
      const decoder = new RespDecoder(WIDE);
      const pushed = CHUNKS * CHUNK_BYTES;
      const chunk = Buffer.alloc(CHUNK_BYTES, 'x');
      const given = `push a bulk string of ${pushed} bytes in ${CHUNKS} chunks, with next after each`;
      const chunks = Array.from({ length: CHUNKS }, () => Buffer.from(chunk));
      const copied = copiedBytes(() => {
        takeAll(given, decoder, [bytesOf(`$${pushed}⏎`), ...chunks, bytesOf('⏎')]);
      });
      expectAtMost(given, 'bytes to be copied', copied, MOST_TIMES * pushed);
    },
  },
];

/** @throws CaseFailed unless exactly one value comes, after the last chunk */
function takeAll(given: string, decoder: Decoder, chunks: readonly Buffer[]): void {
  for (const [at, chunk] of chunks.entries()) {
    decoder.push(chunk);
    const isDone = decoder.next() !== undefined;
    if (isDone === (at === chunks.length - 1)) continue;
    const came = isDone ? `one after chunk ${at + 1} of ${chunks.length}` : 'none';
    throw new CaseFailed({ given, expected: 'a value after the last chunk', came });
  }
}

function expectAtMost(given: string, what: string, count: number, most: number): void {
  if (count <= most) return;
  throw new CaseFailed({ given, expected: `at most ${most} ${what}`, came: String(count) });
}

/** What is read of buffers with indexOf and toString, and how often BigInt is called. */
function countReads(run: () => void): { read: number; integers: number } {
  let [read, integers] = [0, 0];
  const prototype = Buffer.prototype as Buffer;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- restored below
  const { indexOf, toString } = prototype;
  const realBigInt = BigInt;
  prototype.toString = function (this: Buffer, encoding?: BufferEncoding, from = 0, to?: number) {
    read += Math.max(0, (to ?? this.length) - from);
    return toString.call(this, encoding, from, to);
  };
  prototype.indexOf = function (this: Buffer, ...args: unknown[]) {
    const found = indexOf.apply(this, args as Parameters<Buffer['indexOf']>);
    const from = typeof args[1] === 'number' ? args[1] : 0;
    read += (found < 0 ? this.length : found) - from;
    return found;
  };
  const counting = (value: Parameters<BigIntConstructor>[0]): bigint => {
    integers++;
    return realBigInt(value);
  };
  const statics = {
    asIntN: realBigInt.asIntN.bind(realBigInt),
    asUintN: realBigInt.asUintN.bind(realBigInt),
  };
  globalThis.BigInt = Object.assign(counting, { ...statics, prototype: realBigInt.prototype });
  try {
    run();
  } finally {
    prototype.indexOf = indexOf;
    prototype.toString = toString;
    globalThis.BigInt = realBigInt;
  }
  return { read, integers };
}
