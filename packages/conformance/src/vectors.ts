// Vectors: cases that are bytes only, kept as JSON so that suites in other languages can
// use them too. `send` in hex is authoritative; `text` is for people to read and write,
// and a test checks that both match.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RpcErrorCode } from '@bytes-up/protocol';
import { frame, FrameBuffer } from '@bytes-up/testkit';
import type { Area } from './areas';
import { type Case, type CaseDraft, casesOf, type Need } from './case';
import { expectAnswers, type Expected } from './client/answers';
import { fromHex } from './client/bytes';
import type { Trial } from './run/trial';

export const VECTORS = join(__dirname, '../vectors');
export const VECTOR_AREAS = ['framing', 'body', 'calls'] as const satisfies readonly Area[];

export interface Vector {
  readonly id: string;
  readonly title: string;
  readonly also?: readonly string[];
  /** The bodies of the frames in `send`, as text. `<C0 AF>` stands for raw bytes. */
  readonly text?: readonly string[];
  /**
   * What is sent, in hex. Each piece is sent when the answers to the complete frames
   * before it have arrived.
   */
  readonly send: readonly string[];
  /** The answers, in this order. */
  readonly expect: readonly Expected[];
  /** Afterwards the connection stays usable (default), or the server closes it. */
  readonly then?: 'goes on' | 'closed';
  readonly needs?: readonly Need[];
}

/** The vectors of one file. */
export function readVectors(area: (typeof VECTOR_AREAS)[number]): readonly Vector[] {
  return JSON.parse(readFileSync(join(VECTORS, `${area}.json`), 'utf8')) as Vector[];
}

/** The cases of every vector file. */
export function vectorCases(): readonly Case[] {
  return VECTOR_AREAS.flatMap((area) => casesOf(area, readVectors(area).map(toDraft)));
}

/** The bytes of a vector's text: each body in its own frame. */
export function bytesOfText(text: readonly string[]): Buffer {
  return Buffer.concat(text.map((body) => frame(bodyOfText(body))));
}

function bodyOfText(text: string): Buffer {
  const parts = text.split(/<((?:[0-9A-F]{2})(?: [0-9A-F]{2})*)>/);
  return Buffer.concat(
    parts.map((part, index) => (index % 2 === 0 ? Buffer.from(part, 'utf8') : fromHex(part))),
  );
}

function toDraft(vector: Vector): CaseDraft {
  const { id, title, also, needs, expect } = vector;
  const codes = new Set(
    expect.flatMap((one): RpcErrorCode[] => ('error' in one ? [one.error] : [])),
  );
  return {
    id,
    title,
    codes: [...codes],
    ...(also !== undefined && { also }),
    ...(needs !== undefined && { needs }),
    run: (trial) => runVector(vector, trial),
  };
}

// #region run
/**
 * Sends the pieces, compares the answers, and pings to prove that the server still works.
 */
async function runVector(vector: Vector, trial: Trial): Promise<void> {
  const connection = await trial.connect();
  const sent = new FrameBuffer();
  let complete = 0; // frames
  let answered = 0;
  for (const piece of vector.send.map(fromHex)) {
    await expectAnswers(connection, vector.expect.slice(answered, complete));
    answered = complete;
    connection.send(piece);
    sent.push(piece);
    for (; sent.hasFrame(); complete++) sent.takeFrame();
  }
  await expectAnswers(connection, vector.expect.slice(answered));
  if (vector.then === 'closed') await connection.end();
  else await trial.ping(connection);
  await trial.stillServes(connection);
}
// #endregion run
