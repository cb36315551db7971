// Demo, part 3: when an encoding pays off. Numbers as varints, names sent once,
// compression by size, and a decompression bomb that is refused.

import { randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { compress, decompress, DEFLATED } from '../other-ways/compression';
import { NegotiatedEncoder } from '../other-ways/negotiated';
import { encodePositional } from '../other-ways/positional';
import { encodeVarint32 } from '../other-ways/varint';
import { encodeZigzag32 } from '../other-ways/zigzag';
import { messages, SCHEMA } from './message';

const THRESHOLD_BYTES = 1024;
const MiB = 1024 * 1024;

/**
 * Signed numbers: four fixed bytes, a varint of the bits, a varint of the zigzag, JSON
 * text.
 */
export function showNumbers(): string[] {
  const hex = (bytes: Uint8Array) =>
    Buffer.from(bytes)
      .toString('hex')
      .replace(/..(?!$)/g, '$& ');
  const rows = [0, 1, 300, 1337, -1, 2147483647].map((value) => {
    const fixed = Buffer.alloc(4);
    fixed.writeInt32LE(value);
    const cells = [fixed, encodeVarint32(value >>> 0), encodeVarint32(encodeZigzag32(value))].map(
      hex,
    );
    return [String(value).padStart(10), ...cells.map((cell) => cell.padEnd(14)), `${value}`]
      .join('  ')
      .trimEnd();
  });
  const head = ['number', 'fixed 32 bits', 'varint', 'zigzag varint', 'JSON'];
  return [
    [head[0]?.padStart(10), ...head.slice(1).map((h) => h.padEnd(14))].join('  ').trimEnd(),
    ...rows,
  ];
}

const ROWS = 100;

/** The bytes of a hundred messages: names in each, names once, no names. */
export function sumRows(): {
  readonly explicit: number;
  readonly once: number;
  readonly implicit: number;
} {
  const all = messages(ROWS);
  const encoder = new NegotiatedEncoder();
  const explicit = sum(all.map((message) => Buffer.byteLength(JSON.stringify(message))));
  const once = sum(
    all.flatMap((message) => encoder.encode(message)).map((text) => Buffer.byteLength(text)),
  );
  const implicit = sum(all.map((message) => encodePositional(SCHEMA, message).length));
  return { explicit, once, implicit };
}

/** What the names cost. */
export function showRows(): string[] {
  const { explicit, once, implicit } = sumRows();
  return [
    `${ROWS} messages of one shape, without their boundaries:`,
    `  names in every message ${explicit} bytes, names once ${once}, no names ${implicit}`,
  ];
}

/** Bodies from small to large, deflated and as they would be sent. */
export function showCompression(): string[] {
  const bodies = [1, 5, 20, 200, 2000].map((count) => Buffer.from(JSON.stringify(messages(count))));
  const rows = [...bodies, randomBytes(16_384)].map((body) => {
    const deflated = deflateRawSync(body);
    const sent = compress(body, { thresholdBytes: THRESHOLD_BYTES });
    const percent = `${((100 * deflated.length) / body.length).toFixed(0)} %`;
    const micros = `${(medianMs(() => deflateRawSync(body)) * 1000).toFixed(0)} µs`;
    const how = sent[0] === DEFLATED ? 'deflated' : 'as it is';
    return `${cells([body.length, deflated.length, percent, micros, sent.length])}  ${how}`;
  });
  return [
    cells(['body', 'deflated', 'of it', 'took', 'sent']) + `  (threshold ${THRESHOLD_BYTES} bytes)`,
    ...rows,
    'The last body is random bytes, which do not get smaller.',
  ];
}

/** 64 MiB of zeros in a small message, to a reader that allows 4 MiB. */
export function showBomb(): string[] {
  const bomb = compress(Buffer.alloc(64 * MiB), { thresholdBytes: THRESHOLD_BYTES });
  try {
    decompress(bomb, { maxOutputBytes: 4 * MiB });
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return [`${bomb.length} bytes that would unpack to ${64 * MiB}: ${code}, ${message}`];
  }
  throw new Error('the bomb was unpacked');
}

function cells(values: readonly (number | string)[]): string {
  return values.map((value) => String(value).padStart(10)).join('');
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

function medianMs(run: () => unknown): number {
  const times = Array.from({ length: 9 }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[4] ?? NaN;
}
