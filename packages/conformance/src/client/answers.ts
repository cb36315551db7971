// What an answer must look like, and how one that came is compared with it
// (docs/protocol.md, section 6). Answers are compared as JSON values: a server may order
// members and use white space as it likes.

import { RPC_ERROR_CODES, type Json, type RpcErrorCode } from '@bytes-up/protocol';
import { frame } from '@bytes-up/testkit';
import type { Connection } from './connection';
import { CaseFailure } from './failure';
import { firstDifference, show } from './same-json';

/** An answer of a method. */
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

/** An error answer. The message may be any text. */
export interface ExpectedError {
  readonly error: RpcErrorCode;
  /** Default: what clause 6.4 says of the code; false for RESOURCE_EXHAUSTED. */
  readonly retryable?: boolean;
  readonly id?: string | number;
}

export type Expected = ExpectedResult | ExpectedNear | ExpectedError;

const RETRYABLE: readonly RpcErrorCode[] = ['UNAVAILABLE', 'DEADLINE_EXCEEDED'];
const RELATIVE_ERROR = 1e-9;
/** A message longer than this is not one line for a person. */
const MAX_MESSAGE_CHARACTERS = 4096;

/**
 * Waits for one answer and compares it. @throws CaseFailure when it differs or does not
 * come.
 * @param withinMs in machine time. Default: the run's own limit
 */
export async function expectAnswer(
  connection: Connection,
  expected: Expected,
  withinMs?: number,
): Promise<void> {
  matchAnswer(expected, await connection.frame(describe(expected), withinMs));
}

/**
 * Waits for several answers: those without an id in this order (7.1), those with an id in
 * any (7.2).
 */
export async function expectAnswers(
  connection: Connection,
  expected: readonly Expected[],
): Promise<void> {
  const open = [...expected];
  for (let [first] = open; first !== undefined; [first] = open) {
    const body = await connection.frame(describe(first));
    const { id } = parseAnswer(body);
    const at = Math.max(
      0,
      open.findIndex((one) => one.id === id),
    );
    matchAnswer(open[at] ?? first, body);
    open.splice(at, 1);
  }
}

/**
 * The next answer as a JSON object, for cases in which the order or the value is open.
 */
export async function nextAnswer(connection: Connection): Promise<Record<string, Json>> {
  return parseAnswer(await connection.frame());
}

/** @throws CaseFailure unless the body of an answer is what was expected. */
export function matchAnswer(expected: Expected, body: Buffer): void {
  const came = parseAnswer(body);
  const wanted = expectedValue(expected, came);
  const path = firstDifference(wanted, came);
  if (path === undefined) return;
  throw new CaseFailure({
    expected: describe(expected),
    came: `${show(came)} differs at ${path}`,
    bytes: { expected: frame(JSON.stringify(inTheOrderOf(came, wanted))), came: frame(body) },
  });
}

/**
 * @throws CaseFailure unless the value is an error answer with this code, in every detail
 *   of clause 6.2.
 */
export function matchValue(expected: Expected, came: Record<string, Json>): void {
  const path = firstDifference(expectedValue(expected, came), came);
  if (path === undefined) return;
  throw new CaseFailure({
    expected: describe(expected),
    came: `${show(came)} differs at ${path}`,
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
    throw new CaseFailure({ expected: 'one JSON object in UTF-8', came: why });
  };
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body));
  } catch (error) {
    notJson(`a frame with the body ${show(body.toString('latin1'))}: ${(error as Error).message}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    notJson(`the answer is ${show(value)}`);
  }
  return value as Record<string, Json>;
}

/**
 * The whole value that must have come. Open parts (a message, a near number) are taken
 * from the answer if valid.
 */
function expectedValue(expected: Expected, came: Record<string, Json>): Record<string, unknown> {
  const id = expected.id === undefined ? {} : { id: expected.id };
  if ('result' in expected) return { out: expected.out, result: expected.result, ...id };
  if ('near' in expected) {
    const value = came['result'];
    const close = typeof value === 'number' && isNear(value, expected.near);
    return { out: expected.out, result: close ? value : expected.near, ...id };
  }
  const result = came['result'] as { readonly message?: unknown } | null | undefined;
  const message = isMessage(result?.message) ? result.message : 'a text for people';
  const error = { code: expected.error, message, retryable: retryable(expected) };
  return { out: 'error', result: error, ...id };
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

/**
 * The expected value, its members in the order of the answer, so that the caret shows a
 * real difference.
 */
function inTheOrderOf(came: object, wanted: Record<string, unknown>): Record<string, unknown> {
  const names = Object.keys(came).filter((name) => Object.hasOwn(wanted, name));
  const ordered = [...new Set([...names, ...Object.keys(wanted)])];
  return Object.fromEntries(ordered.map((name) => [name, wanted[name]]));
}

/** True for one of the closed list of codes. */
export function isCode(text: unknown): text is RpcErrorCode {
  return RPC_ERROR_CODES.includes(text as RpcErrorCode);
}
