// What an answer must look like, and how a received one is compared with it
// (docs/protocol.md, section 6). Answers are compared as JSON values, so the order of
// members and white space are the server's choice.

import { RPC_ERROR_CODES, type Json, type RpcErrorCode } from '@bytes-up/protocol';
import { frame } from '@bytes-up/testkit';
import type { Connection } from './connection';
import { CaseFailure } from './failure';
import { firstDifference, show } from './same-json';

/** The answer of a method. */
export interface ExpectedResult {
  readonly out: string;
  readonly result: Json;
  readonly id?: string | number;
}

/** A number within a relative error of 10⁻⁹ (clause 12.2). */
export interface ExpectedNear {
  readonly out: string;
  readonly near: number;
  readonly id?: string | number;
}

/** An error answer, with any message. */
export interface ExpectedError {
  readonly error: RpcErrorCode;
  /** Default: what clause 6.4 says about the code; false for RESOURCE_EXHAUSTED. */
  readonly retryable?: boolean;
  readonly id?: string | number;
}

export type Expected = ExpectedResult | ExpectedNear | ExpectedError;

const RETRYABLE: readonly RpcErrorCode[] = ['UNAVAILABLE', 'DEADLINE_EXCEEDED'];
const RELATIVE_ERROR = 1e-9;
/** A longer message is not one line for a person. */
const MAX_MESSAGE_CHARACTERS = 4096;

/**
 * Waits for one answer and compares it.
 * @param withinMs in machine time. Default: the run's limit.
 * @throws CaseFailure when it differs or does not arrive
 */
export async function expectAnswer(
  connection: Connection,
  expected: Expected,
  withinMs?: number,
): Promise<void> {
  matchAnswer(expected, await connection.frame(() => describe(expected), withinMs));
}

/**
 * Waits for several answers: those without an id in this order (7.1), those with an id in
 * any order (7.2).
 * @param withinMs for each, as in expectAnswer
 */
export async function expectAnswers(
  connection: Connection,
  expected: readonly Expected[],
  withinMs?: number,
): Promise<void> {
  const open = [...expected];
  for (let [first] = open; first !== undefined; [first] = open) {
    const wanted = first;
    const body = await connection.frame(() => describe(wanted), withinMs);
    const { id } = parseAnswer(body);
    const at = Math.max(
      0,
      open.findIndex((one) => one.id === id),
    );
    matchAnswer(open[at] ?? wanted, body);
    open.splice(at, 1);
  }
}

/** The next answer as a JSON object, for cases that compare it themselves. */
export async function nextAnswer(
  connection: Connection,
  withinMs?: number,
): Promise<Record<string, Json>> {
  return parseAnswer(await connection.frame(undefined, withinMs));
}

/** @throws CaseFailure unless the body is the expected answer. */
export function matchAnswer(expected: Expected, body: Buffer): void {
  const got = parseAnswer(body);
  const wanted = expectedValue(expected, got);
  const path = firstDifference(wanted, got);
  if (path === undefined) return;
  const isKnown = 'result' in expected || isOpenPartRight(expected, got);
  throw new CaseFailure({
    expected: describe(expected),
    got: `${show(got)}, which differs at ${path}`,
    // With a message or a number of ours in it, its bytes and its length would mislead.
    ...(isKnown && {
      bytes: { expected: frame(JSON.stringify(inTheOrderOf(got, wanted))), got: frame(body) },
    }),
  });
}

/** @throws CaseFailure unless the value is the expected answer. */
export function matchValue(expected: Expected, got: Record<string, Json>): void {
  const path = firstDifference(expectedValue(expected, got), got);
  if (path === undefined) return;
  throw new CaseFailure({
    expected: describe(expected),
    got: `${show(got)}, which differs at ${path}`,
  });
}

/** One line for reports: `{"out":"pong","result":1}` or `INVALID_ARGUMENT with id 7`. */
export function describe(expected: Expected): string {
  if (!('error' in expected)) return show({ ...expected });
  const id = 'id' in expected ? `with id ${show(expected.id)}` : 'without an id';
  return `${expected.error} (retryable ${retryable(expected)}) ${id}`;
}

function parseAnswer(body: Buffer): Record<string, Json> {
  const notJson = (why: string): never => {
    throw new CaseFailure({ expected: 'one JSON object in UTF-8', got: why });
  };
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body));
  } catch (error) {
    notJson(`a frame with the body ${show(body.toString('latin1'))}: ${(error as Error).message}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    notJson(show(value));
  }
  return value as Record<string, Json>;
}

/**
 * The complete expected value. Its open parts (a message, a near number) are taken from
 * the answer if they are valid.
 */
function expectedValue(expected: Expected, got: Record<string, Json>): Record<string, unknown> {
  const id = expected.id === undefined ? {} : { id: expected.id };
  if ('result' in expected) return { out: expected.out, result: expected.result, ...id };
  const isRight = isOpenPartRight(expected, got);
  if ('near' in expected) {
    return { out: expected.out, result: isRight ? got['result'] : expected.near, ...id };
  }
  const message = isRight ? messageOf(got) : 'any text';
  const error = { code: expected.error, message, retryable: retryable(expected) };
  return { out: 'error', result: error, ...id };
}

/** Whether the part of which there are several right ones is one of them. */
function isOpenPartRight(
  expected: ExpectedNear | ExpectedError,
  got: Record<string, Json>,
): boolean {
  if (!('near' in expected)) return isMessage(messageOf(got));
  const value = got['result'];
  return typeof value === 'number' && isNear(value, expected.near);
}

function messageOf(got: Record<string, Json>): unknown {
  return (got['result'] as { readonly message?: unknown } | null | undefined)?.message;
}

function isNear(value: number, wanted: number): boolean {
  return Math.abs(value - wanted) <= RELATIVE_ERROR * Math.abs(wanted);
}

function isMessage(message: unknown): message is string {
  return typeof message === 'string' && message !== '' && message.length <= MAX_MESSAGE_CHARACTERS;
}

function retryable(expected: ExpectedError): boolean {
  return expected.retryable ?? RETRYABLE.includes(expected.error);
}

/** The expected value with its members in the answer's order, so the caret is right. */
function inTheOrderOf(got: object, wanted: Record<string, unknown>): Record<string, unknown> {
  const names = Object.keys(got).filter((name) => Object.hasOwn(wanted, name));
  const ordered = [...new Set([...names, ...Object.keys(wanted)])];
  return Object.fromEntries(ordered.map((name) => [name, wanted[name]]));
}

/** Whether this is one of the protocol's codes. */
export function isCode(text: unknown): text is RpcErrorCode {
  return RPC_ERROR_CODES.includes(text as RpcErrorCode);
}
