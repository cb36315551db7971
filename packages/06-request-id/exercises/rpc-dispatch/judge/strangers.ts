// Stage 4: bodies that our own clients would never send.

import type { Json, JsonObject } from '@bytes-up/protocol';
import { expectEqual, type JudgedCase } from '@bytes-up/testkit';
import { answers, call, expectError, parseAnswer, refuses, type Dispatch } from './answers';
import { makeService } from './service';

const STRANGERS = 'Stage 4: strangers';

export const strangers: readonly JudgedCase<Dispatch>[] = [
  stranger('an empty body', ''),
  stranger('a slash in two bytes is not UTF-8', Buffer.from('{"in":"\xc0\xaf"}', 'latin1')),
  stranger('Latin-1 is not UTF-8', Buffer.from('{"in":"ping","params":"\xe9"}', 'latin1')),
  stranger('a byte order mark', '\ufeff{"in":"ping"}'),
  answers(
    'the replacement character itself is a valid character',
    '{"in":"ping","params":"\ufffd"}',
    { out: 'pong', result: '\ufffd' },
    STRANGERS,
  ),
  answers(
    'a byte order mark inside a string is a character',
    '{"in":"ping","params":"\ufeff"}',
    { out: 'pong', result: '\ufeff' },
    STRANGERS,
  ),
  answers(
    'white space around the object is allowed',
    ' \r\n{"in":"ping","params":1}\t',
    { out: 'pong', result: 1 },
    STRANGERS,
  ),
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
  answers(
    'exactly 64 levels of objects',
    `{"in":"ping","params":${'{"a":'.repeat(63)}1${'}'.repeat(64)}`,
    { out: 'pong', result: JSON.parse(`${'{"a":'.repeat(63)}1${'}'.repeat(63)}`) as Json },
    STRANGERS,
  ),
  stranger('65 levels', nested(64)),
  stranger('65 levels of objects', `{"in":"ping","params":${'{"a":'.repeat(64)}1${'}'.repeat(65)}`),
  stranger('a hundred thousand levels', nested(100_000)),
  answers(
    'brackets in strings are not levels',
    JSON.stringify({ in: 'ping', params: '['.repeat(100) }),
    { out: 'pong', result: '['.repeat(100) },
    STRANGERS,
  ),
  answers(
    'nor after an escaped quote',
    JSON.stringify({ in: 'ping', params: `\\"${'{'.repeat(100)}"` }),
    { out: 'pong', result: `\\"${'{'.repeat(100)}"` },
    STRANGERS,
  ),
  answers(
    'nor after a string that ends in a backslash',
    JSON.stringify({ in: 'ping', x: '\\', params: '['.repeat(100) }),
    { out: 'pong', result: '['.repeat(100) },
    STRANGERS,
  ),
  stranger('65 levels after a string that ends in a backslash', nested(64, '"x":"\\\\",')),
  answers(
    'brackets side by side are not deep',
    JSON.stringify({ in: 'ping', params: Array(200).fill([]) }),
    { out: 'pong', result: Array(200).fill([]) },
    STRANGERS,
  ),
  tooLarge('an answer that is too large', 'x'.repeat(200)),
  tooLarge('an answer that is too large in bytes, but not in characters', 'é'.repeat(40)),
  {
    title: 'an answer of exactly maxFrameBytes bytes',
    section: STRANGERS,
    run: async ({ dispatch }) => {
      const params = 'é'.repeat(400);
      const text = JSON.stringify({ in: 'ping', params, id: 8 });
      const { service } = makeService();
      // The order of the members and the white space are the learner's choice.
      const bytes = Buffer.byteLength(String(await call(dispatch, service, text)));
      const came = await call(dispatch, service, text, bytes);
      const given = `maxFrameBytes ${bytes}, and an answer of ${bytes} bytes`;
      expectEqual(given, { out: 'pong', result: params, id: 8 }, parseAnswer(given, came));
      const less = `maxFrameBytes ${bytes - 1}, and an answer of ${bytes} bytes`;
      const over = await call(dispatch, service, text, bytes - 1);
      expectError(less, over, 'RESOURCE_EXHAUSTED', 8, false);
    },
  },
];

function stranger(title: string, body: string | Buffer): JudgedCase<Dispatch> {
  return refuses(title, body, 'INVALID_ARGUMENT', undefined, STRANGERS);
}

function tooLarge(title: string, params: string): JudgedCase<Dispatch> {
  return {
    title,
    section: STRANGERS,
    run: async ({ dispatch }) => {
      const text = JSON.stringify({ in: 'ping', params, id: 8 });
      const given = `maxFrameBytes 100, ${text.slice(0, 40)} …`;
      const came = await call(dispatch, makeService().service, text, 100);
      expectError(given, came, 'RESOURCE_EXHAUSTED', 8, false);
    },
  };
}

/** A ping with nested arrays in its params. */
function nested(levels: number, before = ''): string {
  return `{${before}"in":"ping","params":${'['.repeat(levels)}${']'.repeat(levels)}}`;
}
