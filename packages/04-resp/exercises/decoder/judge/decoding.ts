// Cases of a decoder: bytes that are pushed, and the values that must come.

import { CaseFailed, expectCode, expectEqual, expectResult, show } from '@bytes-up/testkit';
import type { JudgedCase } from '@bytes-up/testkit';
import type { Row } from './rows';

export interface Limits {
  readonly maxLineBytes: number;
  readonly maxBulkBytes: number;
  readonly maxCount: number;
  readonly maxDepth: number;
}

export interface Decoder {
  push(chunk: Buffer): void;
  next(): unknown;
}

export interface Resp {
  RespDecoder: new (limits: Limits) => Decoder;
}

export const WIDE: Limits = {
  maxLineBytes: 65_536,
  maxBulkBytes: 4 * 1024 * 1024,
  maxCount: 1_000_000,
  maxDepth: 32,
};
export const NARROW: Limits = { maxLineBytes: 10, maxBulkBytes: 5, maxCount: 3, maxDepth: 2 };

export function decodes(section: string, limits = WIDE) {
  return ([wire, ...values]: Row): JudgedCase<Resp> => ({
    title: wire,
    section,
    run: (resp) => feed(resp, [bytesOf(wire)], values, `push ${wire}`, limits),
  });
}

export function waits(section: string, wire: string): JudgedCase<Resp> {
  return {
    title: wire === '' ? 'no bytes, no value' : `not complete: ${wire}`,
    section,
    run: (resp) => feed(resp, [bytesOf(wire)], [], `push ${wire === '' ? 'nothing' : wire}`),
  };
}

export function refuses(section: string, wire: string): JudgedCase<Resp> {
  return {
    title: `refused: ${wire}`,
    section,
    run: ({ RespDecoder }) => expectRefused(new RespDecoder(WIDE), wire),
  };
}

export function narrow(title: string, wire: string, section = 'Stage 6: limits'): JudgedCase<Resp> {
  return {
    title,
    section,
    run: ({ RespDecoder }) => expectRefused(new RespDecoder(NARROW), wire),
  };
}

export async function expectRefused(decoder: Decoder, wire: string, ...before: unknown[]) {
  decoder.push(bytesOf(wire));
  for (const value of before) expectEqual(`push ${wire}`, value, plain(decoder.next()));
  await expectCode(`push ${wire}`, 'INVALID_ARGUMENT', () => decoder.next());
}

export function everyCut(section: string, rows: readonly Row[]): JudgedCase<Resp> {
  return {
    title: 'every value so far, cut in two at every byte, and byte by byte',
    section,
    run: (resp) => {
      for (const [wire, ...values] of rows) {
        const whole = bytesOf(wire);
        for (let at = 1; at < whole.length; at++) {
          const [first, second] = [whole.subarray(0, at), whole.subarray(at)];
          const given = `push ${textOf(first)}, then ${textOf(second)}`;
          feed(resp, [first, second], values, given);
        }
        const single = Array.from(whole, (byte) => Buffer.of(byte));
        feed(resp, single, values, `push ${wire} a byte at a time`);
      }
      const whole = bytesOf(rows.map(([wire]) => wire).join(''));
      const chunks: Buffer[] = [];
      for (let at = 0; at < whole.length; at += 7) chunks.push(whole.subarray(at, at + 7));
      const values = rows.flatMap(([, ...some]) => some);
      feed(resp, chunks, values, 'all of these in chunks of seven bytes');
    },
  };
}

/** Pushes every chunk, and after each one takes what is complete. */
export function feed(
  { RespDecoder }: Resp,
  chunks: readonly Buffer[],
  values: readonly unknown[],
  given: string,
  limits = WIDE,
): void {
  const decoder = new RespDecoder(limits);
  const take = (): unknown => expectResult(given, () => decoder.next());
  const came: unknown[] = [];
  for (const chunk of chunks) {
    expectResult(given, () => decoder.push(Buffer.from(chunk)));
    for (let value = take(); value !== undefined; value = take()) {
      if (came.length >= values.length) {
        const expected = `${values.length === 0 ? 'undefined' : 'undefined after that'}`;
        throw new CaseFailed({ given, expected, came: show(plain(value)) });
      }
      expectEqual(given, values[came.length], plain(value));
      came.push(value);
    }
  }
  if (came.length < values.length) expectEqual(given, values[came.length], undefined);
  const again = `${given}; the same value when all has been pushed`;
  for (const [at, value] of came.entries()) expectEqual(again, values[at], plain(value));
}

/** The same value, with a Buffer for every kind of bytes. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, own]) => [name, plain(own)]));
}

export function bytesOf(wire: string): Buffer {
  return Buffer.from(wire.replaceAll('⏎', '\r\n'));
}

function textOf(bytes: Buffer): string {
  return bytes.toString('latin1').replaceAll('\r\n', '⏎').replace('\r', '␍').replace('\n', '␊');
}
