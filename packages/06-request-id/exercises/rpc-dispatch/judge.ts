// Judges my/rpc/dispatch.ts by the members and codes of its answers.

import { RpcError, type Json, type JsonObject, type Service } from '@bytes-up/protocol';
import { CaseFailed, defineJudge, expectEqual, show, type JudgedCase } from '@bytes-up/testkit';

interface Dispatch {
  dispatch: (
    service: Service,
    body: Buffer,
    limits: { maxFrameBytes: number },
  ) => Promise<string | undefined>;
}

const CALL = 'Stage 1: a call';
const ERRORS = 'Stage 2: errors';
const MEMBERS = 'Stage 3: members';
const STRANGERS = 'Stage 4: strangers';
const MAX_FRAME_BYTES = 4 * 1024 * 1024;
/** What a handler says when it fails. No client may see it. */
const SECRET = 'the password is in /etc/secret';

/** The methods that the cases call, and which of them ran. */
function makeService(): { service: Service; ran: string[] } {
  const ran: string[] = [];
  const service: Service = {
    ping: { out: 'pong', handle: (params) => params },
    later: { out: 'late', handle: async (params) => params },
    whole: { out: 'request', handle: (_params, request) => request.in },
    fail: {
      out: 'failed',
      handle: () => {
        throw new Error(SECRET);
      },
    },
    'fail later': { out: 'failed', handle: () => Promise.reject(new Error(SECRET)) },
    busy: {
      out: 'failed',
      handle: () => {
        throw new RpcError('UNAVAILABLE', 'come back later', { retryable: true });
      },
    },
    note: { out: 'noted', handle: (params) => ran.push(JSON.stringify(params)) },
  };
  return { service, ran };
}

export const judge = defineJudge<Dispatch>({
  stages: [
    {
      title: 'a call',
      names: ['dispatch'],
      cases: [
        answers('a call with an id', '{"in":"ping","params":"hello","id":1}', {
          out: 'pong',
          result: 'hello',
          id: 1,
        }),
        answers('a call without an id', '{"in":"ping","params":[1,{"a":null}]}', {
          out: 'pong',
          result: [1, { a: null }],
        }),
        answers('an id that is a string', '{"in":"ping","params":7,"id":"a"}', {
          out: 'pong',
          result: 7,
          id: 'a',
        }),
        answers('missing params are null, and 0 is an id', '{"in":"ping","id":0}', {
          out: 'pong',
          result: null,
          id: 0,
        }),
        answers('false is a value like any other', '{"in":"ping","params":false,"id":""}', {
          out: 'pong',
          result: false,
          id: '',
        }),
        answers('a handler that returns a promise', '{"in":"later","params":3,"id":2}', {
          out: 'late',
          result: 3,
          id: 2,
        }),
        answers('a handler that looks at the whole request', '{"in":"whole"}', {
          out: 'request',
          result: 'whole',
        }),
        answers('unknown members are ignored', '{"in":"ping","params":7,"other":true}', {
          out: 'pong',
          result: 7,
        }),
        answers('text in UTF-8', '{"in":"ping","params":"é 漢"}', { out: 'pong', result: 'é 漢' }),
      ],
    },
    {
      title: 'errors',
      names: ['dispatch'],
      cases: [
        refuses('no such method', '{"in":"pong","id":1}', 'UNIMPLEMENTED', 1, ERRORS),
        ...['', 'toString', 'constructor', '__proto__', 'hasOwnProperty', 'Ping'].map((name) =>
          refuses(
            `${JSON.stringify(name)} is not a method`,
            JSON.stringify({ in: name, id: 2 }),
            'UNIMPLEMENTED',
            2,
            ERRORS,
          ),
        ),
        refuses('a handler that throws', '{"in":"fail","id":3}', 'INTERNAL', 3, ERRORS),
        refuses('a promise that rejects', '{"in":"fail later","id":4}', 'INTERNAL', 4, ERRORS),
        refuses('a handler’s RpcError', '{"in":"busy","id":5}', 'UNAVAILABLE', 5, ERRORS, true),
      ],
    },
    {
      title: 'members',
      names: ['dispatch'],
      cases: [
        invalid('no method at all', '{}', undefined),
        invalid('a method that is a number', '{"in":1,"id":1}', 1),
        invalid('a method that is null', '{"in":null,"id":1}', 1),
        invalid('an id that is null is not echoed', '{"in":"ping","id":null}', undefined),
        invalid('an id that is a fraction', '{"in":"ping","id":1.5}', undefined),
        invalid('an id that is an array', '{"in":"ping","id":[1]}', undefined),
        invalid('an id of over 2^53 − 1', '{"in":"ping","id":9007199254740992}', undefined),
        invalid('a timeout_ms that is a string', '{"in":"ping","timeout_ms":"9","id":1}', 1),
        invalid('a key that is a number', '{"in":"ping","idempotency_key":9,"id":1}', 1),
        invalid('oneway false', '{"in":"ping","oneway":false,"id":1}', 1),
        invalid('types come before the method', '{"in":"none","timeout_ms":null,"id":1}', 1),
        answers(
          'all members, and right',
          '{"in":"ping","params":1,"id":-7,"timeout_ms":1000,"idempotency_key":"k"}',
          { out: 'pong', result: 1, id: -7 },
          MEMBERS,
        ),
        {
          title: 'no time left: the handler is not called',
          section: MEMBERS,
          run: async ({ dispatch }) => {
            for (const left of [0, -5]) {
              const { service, ran } = makeService();
              const request = { in: 'note', params: 'late', timeout_ms: left, id: 6 };
              const text = JSON.stringify(request);
              const came = await call(dispatch, service, text);
              expectError(text, came, 'DEADLINE_EXCEEDED', 6, true);
              expectEqual(`${text}; handlers that ran`, [], ran);
            }
          },
        },
        {
          title: 'a one-way call runs and is not answered',
          section: MEMBERS,
          run: async ({ dispatch }) => {
            const { service, ran } = makeService();
            const text = '{"in":"note","params":"one","oneway":true,"id":1}';
            expectEqual(text, undefined, await call(dispatch, service, text));
            expectEqual(`${text}; handlers that ran`, ['"one"'], ran);
          },
        },
        ...['{"in":"none","oneway":true}', '{"in":"fail","oneway":true}', '{"oneway":true}'].map(
          (text) => ({
            title: `not even an error: ${text}`,
            section: MEMBERS,
            run: async ({ dispatch }: Dispatch): Promise<void> => {
              expectEqual(text, undefined, await call(dispatch, makeService().service, text));
            },
          }),
        ),
      ],
    },
    {
      title: 'strangers',
      names: ['dispatch'],
      cases: [
        stranger('an empty body', ''),
        stranger('a slash in two bytes is not UTF-8', Buffer.from('{"in":"\xc0\xaf"}', 'latin1')),
        stranger('Latin-1 is not UTF-8', Buffer.from('{"in":"ping","params":"\xe9"}', 'latin1')),
        stranger('a byte order mark', '\ufeff{"in":"ping"}'),
        stranger('a word', 'ping'),
        stranger('something after the object', '{"in":"ping"} {}'),
        stranger('an object without its end', '{"in":"ping"'),
        stranger('an array', '[{"in":"ping"}]'),
        stranger('null', 'null'),
        stranger('a string', '"ping"'),
        {
          title: 'exactly 64 levels are accepted',
          section: STRANGERS,
          run: async ({ dispatch }) => {
            const text = nested(63);
            const came = await call(dispatch, makeService().service, text);
            const expected = { out: 'pong', result: (JSON.parse(text) as JsonObject)['params'] };
            expectEqual('params of 63 arrays', expected, parseAnswer('params of 63 arrays', came));
          },
        },
        stranger('65 levels', nested(64)),
        stranger(
          '65 levels of objects',
          `{"in":"ping","params":${'{"a":'.repeat(64)}1${'}'.repeat(65)}`,
        ),
        stranger('a hundred thousand levels', nested(100_000)),
        answers(
          'brackets in strings are not levels',
          JSON.stringify({ in: 'ping', params: '['.repeat(100) }),
          { out: 'pong', result: '['.repeat(100) },
          STRANGERS,
        ),
        answers(
          'nor behind an escaped quote',
          JSON.stringify({ in: 'ping', params: `\\"${'{'.repeat(100)}"` }),
          { out: 'pong', result: `\\"${'{'.repeat(100)}"` },
          STRANGERS,
        ),
        answers(
          'brackets side by side are not deep',
          JSON.stringify({ in: 'ping', params: Array(200).fill([]) }),
          { out: 'pong', result: Array(200).fill([]) },
          STRANGERS,
        ),
        {
          title: 'an answer that is too large',
          section: STRANGERS,
          run: async ({ dispatch }) => {
            // In bytes: 40 letters of two bytes each.
            for (const params of ['x'.repeat(200), 'é'.repeat(40)]) {
              const text = JSON.stringify({ in: 'ping', params, id: 8 });
              const given = `maxFrameBytes 100, ${text.slice(0, 40)} …`;
              const { service } = makeService();
              const came = await call(dispatch, service, text, 100);
              expectError(given, came, 'RESOURCE_EXHAUSTED', 8, false);
            }
          },
        },
      ],
    },
  ],
});

type Call = Dispatch['dispatch'];

async function call(
  dispatch: Call,
  service: Service,
  body: string | Buffer,
  maxFrameBytes = MAX_FRAME_BYTES,
): Promise<unknown> {
  return dispatch(service, Buffer.from(body as string), { maxFrameBytes });
}

function answers(
  title: string,
  text: string,
  expected: JsonObject,
  section = CALL,
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

function refuses(
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

function invalid(title: string, text: string, id: number | undefined): JudgedCase<Dispatch> {
  return refuses(title, text, 'INVALID_ARGUMENT', id, MEMBERS);
}

function stranger(title: string, body: string | Buffer): JudgedCase<Dispatch> {
  return refuses(title, body, 'INVALID_ARGUMENT', undefined, STRANGERS);
}

/**
 * An error with exactly the members of clause 6.2. Its text is free, except for secrets.
 */
function expectError(
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
  // A message that is a text is as good as any other: both sides are told without it.
  if (typeof message === 'string') {
    const expected = { out: 'error', result: rest, ...ids };
    expectEqual(given, expected, { ...(answer as JsonObject), result: others });
  } else
    expectEqual(given, { out: 'error', result: { ...rest, message: 'a text' }, ...ids }, answer);
  if (message === '') expectEqual(`${given}; the message`, 'a text for people', message);
  if (typeof message === 'string' && message.includes(SECRET)) {
    const rule = 'a message without the text of the handler’s exception';
    throw new CaseFailed({ given, expected: rule, came: show(message) });
  }
}

function parseAnswer(given: string, came: unknown): Json {
  if (typeof came !== 'string')
    throw new CaseFailed({ given, expected: 'an answer, as JSON text', came: show(came) });
  try {
    return JSON.parse(came) as Json;
  } catch {
    throw new CaseFailed({ given, expected: 'an answer, as JSON text', came: show(came) });
  }
}

/** A ping with so many arrays in its params, one in the other. */
function nested(levels: number): string {
  return `{"in":"ping","params":${'['.repeat(levels)}${']'.repeat(levels)}}`;
}

function shorten(text: string): string {
  return text.length <= 90 ? text : `${text.slice(0, 90)} … (${text.length} characters)`;
}
