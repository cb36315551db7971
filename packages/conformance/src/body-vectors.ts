// The vectors of the areas body and calls without their frames: for judging the part of a
// server that turns a request's body into an answer's body, before there is a server.

import { FrameBuffer } from '@bytes-up/testkit';
import { matchAnswer, type Expected } from './client/answers';
import { fromHex } from './client/bytes';
import { CaseFailure } from './client/failure';
import { readVectors } from './vectors';

export interface BodyVector {
  readonly id: string;
  readonly title: string;
  /** The bodies of the requests, in this order. */
  readonly bodies: readonly Buffer[];
  /** The answer to each request; none at all when they are one-way calls. */
  readonly expect: readonly Expected[];
}

/** Those that need nothing but `ping` and `pi`. */
export function bodyVectors(): readonly BodyVector[] {
  return (['body', 'calls'] as const)
    .flatMap(readVectors)
    .filter(({ needs }) => needs === undefined)
    .map(({ id, title, send, expect }) => ({ id, title, bodies: bodiesOf(send), expect }));
}

/** How an answer differs from the expected one; undefined when it does not. */
export function differenceOf(
  expected: Expected,
  answer: string,
): { readonly expected: string; readonly came: string } | undefined {
  try {
    matchAnswer(expected, Buffer.from(answer));
    return undefined;
  } catch (error) {
    if (!(error instanceof CaseFailure)) throw error;
    return { expected: error.details.expected, came: error.details.got };
  }
}

function bodiesOf(send: readonly string[]): Buffer[] {
  const sent = new FrameBuffer();
  send.forEach((piece) => sent.push(fromHex(piece)));
  const bodies: Buffer[] = [];
  while (sent.hasFrame()) bodies.push(sent.takeFrame());
  return bodies;
}
