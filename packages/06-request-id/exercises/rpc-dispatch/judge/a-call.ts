// Stage 1: a call and its answer.

import { expectEqual, type JudgedCase } from '@bytes-up/testkit';
import { answers, call, parseAnswer, type Dispatch } from './answers';
import { makeService } from './service';

const CALL = 'Stage 1: a call';

export const aCall: readonly JudgedCase<Dispatch>[] = [
  answers(
    'a call with an id',
    '{"in":"ping","params":"hello","id":1}',
    {
      out: 'pong',
      result: 'hello',
      id: 1,
    },
    CALL,
  ),
  answers(
    'a call without an id',
    '{"in":"ping","params":[1,{"a":null}]}',
    {
      out: 'pong',
      result: [1, { a: null }],
    },
    CALL,
  ),
  answers(
    'an id that is a string',
    '{"in":"ping","params":7,"id":"a"}',
    {
      out: 'pong',
      result: 7,
      id: 'a',
    },
    CALL,
  ),
  answers(
    'missing params are null, and 0 is an id',
    '{"in":"ping","id":0}',
    {
      out: 'pong',
      result: null,
      id: 0,
    },
    CALL,
  ),
  answers(
    'false is an ordinary value',
    '{"in":"ping","params":false,"id":""}',
    {
      out: 'pong',
      result: false,
      id: '',
    },
    CALL,
  ),
  answers(
    'a handler that returns a promise',
    '{"in":"later","params":3,"id":2}',
    {
      out: 'late',
      result: 3,
      id: 2,
    },
    CALL,
  ),
  {
    title: 'two calls at once have their own ids',
    section: CALL,
    run: async ({ dispatch }) => {
      const { service } = makeService();
      const texts = [1, 2].map((id) => `{"in":"later","params":"call ${id}","id":${id}}`);
      const given = texts.join(' and, before its answer, ');
      const came = await Promise.all(texts.map((text) => call(dispatch, service, text)));
      for (const [at, id] of [1, 2].entries()) {
        const expected = { out: 'late', result: `call ${id}`, id };
        expectEqual(given, expected, parseAnswer(given, came[at]));
      }
    },
  },
  answers(
    'a handler that reads the whole request',
    '{"in":"whole"}',
    {
      out: 'request',
      result: 'whole',
    },
    CALL,
  ),
  answers(
    'a handler that reads all members of the request',
    '{"in":"members","params":7,"id":4,"timeout_ms":1000,"idempotency_key":"k"}',
    {
      out: 'members',
      result: ['members', 7, 4, 1000, 'k'],
      id: 4,
    },
    CALL,
  ),
  answers(
    'unknown members are ignored',
    '{"in":"ping","params":7,"other":true}',
    {
      out: 'pong',
      result: 7,
    },
    CALL,
  ),
  answers('text in UTF-8', '{"in":"ping","params":"é 漢"}', { out: 'pong', result: 'é 漢' }, CALL),
];
