// Requests that several cases send, and helpers that collect their answers.

import { MAX_PI_TERMS, type Json } from '@bytes-up/protocol';
import { request } from '@bytes-up/testkit';
import { nextAnswer } from '../client/answers';
import type { Connection } from '../client/connection';
import { fail } from '../client/failure';
import { show } from '../client/same-json';
import type { Trial } from '../run/trial';

/** After this a server that is idle has read what it was sent, in milliseconds. */
export const UNTIL_READ_MS = 50;

/** 0, 1, … count − 1. */
export function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

export function ping(params: Json, id?: string | number): Buffer {
  return request({ in: 'ping', params, id });
}

export function pi(terms: number, id?: number): Buffer {
  return request({ in: 'pi', params: terms, id });
}

/** Terms of the call that measures a server's speed: a fast one needs less than 1 ms. */
const SAMPLE_TERMS = 200_000;
const SAMPLES = 5;
/** Even a busy machine slows a fast server down by less than this factor. */
const BUSY = 5;

/**
 * Returns `most`, or the largest number that clause 12.2 allows, unless a call of pi with
 * so many terms would take this server far longer than `ms`: then it returns as many as
 * take about that long. No clause bounds the time of pi, so a case must not assume one.
 * @param busy by this factor a call may take longer, and still gets `most`
 */
export async function termsWithin(
  connection: Connection,
  most: number,
  ms: number,
  busy = BUSY,
): Promise<number> {
  let bestMs = Infinity;
  for (const n of numbers(SAMPLES)) {
    const startedAtMs = performance.now();
    connection.send(pi(SAMPLE_TERMS, n));
    await nextAnswer(connection);
    bestMs = Math.min(bestMs, performance.now() - startedAtMs);
  }
  return termsFor(bestMs, most, ms, busy);
}

/** As `termsWithin`, for a server that takes `sampleMs` for SAMPLE_TERMS. */
export function termsFor(sampleMs: number, wanted: number, ms: number, busy = BUSY): number {
  const most = Math.min(wanted, MAX_PI_TERMS);
  const tookMs = (sampleMs * most) / SAMPLE_TERMS;
  return tookMs <= busy * ms ? most : Math.max(1, Math.floor((most * ms) / tookMs));
}

/** On a busy machine a server gets this part of a core. */
const SHARE = 1 / 8;

/**
 * How long the calls that are in flight at a stop may take together, at the server's
 * best speed, in milliseconds. A server without flags has a grace period of its own,
 * which runs by the clock, so these calls must fit into the processor time that it gets
 * meanwhile.
 */
export function inFlightMs({ model }: Trial, most: number): number {
  return model.flags ? most : Math.min(most, model.limits.graceMs * SHARE);
}

/** No attempt has more than so many times the work of the first. */
const MAX_GROWTH = 4;

/**
 * How many times the work of the first attempt this one gets. If the machine is busy, a
 * server may have answered everything before the signal arrives; such an attempt proves
 * nothing, and the next one has twice the work.
 * @returns 1 for a server without flags: its own grace period bounds the work
 */
export function growth({ model, inVain }: Pick<Trial, 'model' | 'inVain'>): number {
  return model.flags ? Math.min(2 ** inVain, MAX_GROWTH) : 1;
}

/** Only for cases that need `sleep`. */
export function sleep(ms: number, id?: string | number): Buffer {
  return request({ in: 'sleep', params: { ms }, id });
}

/** The answer to `sleep`. */
export function slept(
  ms: number,
  id?: string | number,
): { out: string; result: number; id?: string | number } {
  return { out: 'slept', result: ms, ...(id !== undefined && { id }) };
}

/** Runs `once` that many times in sequence. */
export async function repeat(times: number, once: () => Promise<unknown>): Promise<void> {
  for (let n = 0; n < times; n++) await once();
}

/**
 * Reads one answer for each id, in any order.
 * @param withinMs for each answer, in machine time. Default: the run's limit.
 * @throws CaseFailure when an id comes twice or matches no call
 */
export async function answersById(
  connection: Connection,
  ids: readonly number[],
  withinMs?: number,
): Promise<ReadonlyMap<number, Record<string, Json>>> {
  const missing = new Set(ids);
  const answers = new Map<number, Record<string, Json>>();
  while (missing.size > 0) {
    const answer = await nextAnswer(connection, withinMs);
    const id = answer['id'];
    if (typeof id !== 'number' || !missing.delete(id)) {
      const twice = typeof id === 'number' && answers.has(id);
      const what = twice ? 'a second answer' : 'an answer that matches no call';
      fail('one answer for each id', `${what}: ${show(answer)}`);
    }
    answers.set(id, answer);
  }
  return answers;
}

/** Whether this is an answer of `pi`: with n terms the error is below 1 / n. */
export function isNearPi(answer: Readonly<Record<string, Json>>, terms: number): boolean {
  const { out, result } = answer;
  return out === 'pi_r' && typeof result === 'number' && Math.abs(result - Math.PI) < 1 / terms;
}
