// Cases with one request: the answer that it gets, or the error.

import { inspect } from 'node:util';
import type { Json, JsonObject, Service } from '@bytes-up/protocol';
import { CaseFailed, expectEqual, giving, show, type JudgedCase } from '@bytes-up/testkit';
import { makeService, SECRET } from './service';

export interface Dispatch {
  dispatch: (
    service: Service,
    body: Buffer,
    limits: { maxFrameBytes: number },
  ) => Promise<string | undefined>;
}

const MAX_FRAME_BYTES = 4 * 1024 * 1024;
/** Clause 6.2. */
const MAX_MESSAGE_CHARACTERS = 4096;
/** Shown without quotes: stands for any text. */
const ANY_TEXT = { [inspect.custom]: () => 'any text' };

type Call = Dispatch['dispatch'];

export async function call(
  dispatch: Call,
  service: Service,
  body: string | Buffer,
  maxFrameBytes = MAX_FRAME_BYTES,
): Promise<unknown> {
  giving(typeof body === 'string' ? shorten(body) || 'an empty body' : show(body));
  return dispatch(service, Buffer.from(body as string), { maxFrameBytes });
}

/** @param expected all members of the answer */
export function answers(
  title: string,
  text: string,
  expected: JsonObject,
  section: string,
): JudgedCase<Dispatch> {
  return {
    title,
    section,
    run: async ({ dispatch }) => {
      const came = await call(dispatch, makeService().service, text);
      expectEqual(shorten(text), expected, parseAnswer(shorten(text), came));
    },
  };
}

export function refuses(
  title: string,
  body: string | Buffer,
  code: string,
  id: number | undefined,
  section: string,
  retryable = false,
): JudgedCase<Dispatch> {
  const given = typeof body === 'string' ? shorten(body) : show(body);
  return {
    title,
    section,
    run: async ({ dispatch }) => {
      const came = await call(dispatch, makeService().service, body);
      expectError(given, came, code, id, retryable);
    },
  };
}

/**
 * An error with exactly the members of clause 6.2. Its message may be anything that
 * reveals no secret.
 */
export function expectError(
  given: string,
  came: unknown,
  code: string,
  id: number | undefined,
  retryable: boolean,
): void {
  const answer = parseAnswer(given, came);
  const result = (answer as JsonObject)['result'] as JsonObject | undefined;
  const { message, ...others } = result ?? {};
  const rest = { code, retryable };
  const ids = id === undefined ? {} : { id };
  // Any string will do as the message, so neither side of the report shows it.
  if (typeof message === 'string') {
    const expected = { out: 'error', result: rest, ...ids };
    expectEqual(given, expected, { ...(answer as JsonObject), result: others });
  } else
    expectEqual(given, { out: 'error', result: { ...rest, message: ANY_TEXT }, ...ids }, answer);
  if (message === '') expectEqual(`${given}; the message`, 'a message for humans', message);
  if (typeof message === 'string' && message.length > MAX_MESSAGE_CHARACTERS) {
    const rule = 'a message of at most 4,096 characters';
    throw new CaseFailed({
      given,
      expected: rule,
      came: `${message.length.toLocaleString('en-US')} characters`,
    });
  }
  if (typeof message === 'string' && message.includes(SECRET)) {
    const rule = 'a message without the text of the handler’s exception';
    throw new CaseFailed({ given, expected: rule, came: show(message) });
  }
}

export function parseAnswer(given: string, came: unknown): Json {
  if (typeof came !== 'string')
    throw new CaseFailed({ given, expected: 'an answer, as JSON text', came: show(came) });
  try {
    return JSON.parse(came) as Json;
  } catch {
    throw new CaseFailed({ given, expected: 'an answer, as JSON text', came: show(came) });
  }
}

export function shorten(text: string): string {
  return text.length <= 90 ? text : `${text.slice(0, 90)} … (${text.length} characters)`;
}
