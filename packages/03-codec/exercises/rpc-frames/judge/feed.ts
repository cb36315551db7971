// Feeds a decoder chunk by chunk and compares the bodies that come out.

import { CaseFailed, expectBytes, expectEqual, giving, show, toHex } from '@bytes-up/testkit';
import { describe } from './bytes';

export interface Decoder {
  push(chunk: Buffer): void;
  next(): Buffer | undefined;
}

export interface Frames {
  encodeFrame: (body: string) => Buffer;
  FrameDecoder: new (options: { maxFrameBytes: number }) => Decoder;
}

export const MAX_FRAME_BYTES = 4 * 1024 * 1024;
/** Longer bodies are reported by their length and the first byte that differs. */
const MAX_SHOWN_BYTES = 1024;

/** A returned body, and a copy made at that moment. */
interface Came {
  readonly body: Uint8Array;
  readonly then: Buffer;
}

/** Pushes every chunk, and after each one takes what is complete. */
export function feed(
  { FrameDecoder }: Frames,
  chunks: readonly Buffer[],
  bodies: readonly string[],
  maxFrameBytes = MAX_FRAME_BYTES,
): void {
  const given = chunks.length === 0 ? 'nothing' : describe(chunks);
  giving(given);
  const decoder = new FrameDecoder({ maxFrameBytes });
  const came: Came[] = [];
  takeAll(decoder, came, given, bodies);
  for (const chunk of chunks) {
    // a copy each: the learner's code may write to it
    decoder.push(Buffer.from(chunk));
    takeAll(decoder, came, given, bodies);
  }
  for (const [at, body] of bodies.entries()) {
    if (came[at] === undefined) expectEqual(nth(given, at, bodies), body, undefined);
  }
  for (const [at, each] of came.entries()) expectUnchanged(nth(given, at, bodies), each);
}

function nth(given: string, at: number, { length }: readonly string[]): string {
  return `${given}; body ${at + 1} of ${length}`;
}

/**
 * Compares each body when it is returned, so that the report is right even if its memory
 * is reused later.
 */
function takeAll(decoder: Decoder, came: Came[], given: string, bodies: readonly string[]): void {
  for (let body = decoder.next(); body !== undefined; body = decoder.next()) {
    if (!(body instanceof Uint8Array))
      throw new CaseFailed({ given, expected: 'a Buffer or undefined', came: show(body) });
    const at = came.length;
    const wanted = bodies[at];
    if (wanted === undefined) {
      const expected = `${bodies.length} bodies, then undefined`;
      throw new CaseFailed({ given, expected, came: `one more: ${show(body)}` });
    }
    expectBody(nth(given, at, bodies), Buffer.from(wanted), body);
    came.push({ body, then: Buffer.from(body) });
  }
}

function expectBody(given: string, expected: Buffer, came: Uint8Array): void {
  if (Math.max(expected.length, came.length) <= MAX_SHOWN_BYTES)
    return expectBytes(given, expected, came);
  if (expected.equals(came)) return;
  const at = firstDifference(expected, came);
  throw new CaseFailed({
    given,
    expected: `${expected.length} bytes; byte ${at} is ${byteOf(expected, at)}`,
    came: `${came.length} bytes; byte ${at} is ${byteOf(came, at)}`,
  });
}

/** What was returned belongs to the caller, so nothing may write to it later. */
function expectUnchanged(given: string, { body, then }: Came): void {
  if (then.equals(body)) return;
  const at = firstDifference(then, body);
  throw new CaseFailed({
    given,
    expected: 'a body that does not change after it was returned',
    came:
      `byte ${at} was ${byteOf(then, at)} when next() returned it, ` +
      `and is ${byteOf(body, at)} now: its memory was reused`,
  });
}

function firstDifference(some: Uint8Array, others: Uint8Array): number {
  let at = 0;
  while (at < some.length && some[at] === others[at]) at++;
  return at;
}

function byteOf(bytes: Uint8Array, at: number): string {
  return at < bytes.length ? toHex(bytes.subarray(at, at + 1)) : 'missing';
}
