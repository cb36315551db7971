// Stage 3: the members of a request, and their types.

import { expectEqual, type JudgedCase } from '@bytes-up/testkit';
import { answers, call, expectError, refuses, type Dispatch } from './answers';
import { makeService } from './service';

const MEMBERS = 'Stage 3: members';

export const members: readonly JudgedCase<Dispatch>[] = [
  invalid('no method', '{}', undefined),
  invalid('a method that is a number', '{"in":1,"id":1}', 1),
  invalid('a method that is null', '{"in":null,"id":1}', 1),
  invalid('an id that is null is refused, and not echoed', '{"in":"ping","id":null}', undefined),
  invalid('an id that is a fraction', '{"in":"ping","id":1.5}', undefined),
  invalid('an id that is an array', '{"in":"ping","id":[1]}', undefined),
  invalid('an id of over 2^53 − 1', '{"in":"ping","id":9007199254740992}', undefined),
  invalid('a timeout_ms that is a string', '{"in":"ping","timeout_ms":"9","id":1}', 1),
  invalid('a timeout_ms that is a fraction', '{"in":"ping","timeout_ms":1.5,"id":1}', 1),
  invalid('a timeout_ms of over 2^53 − 1', '{"in":"ping","timeout_ms":9007199254740992,"id":1}', 1),
  invalid('a key that is a number', '{"in":"ping","idempotency_key":9,"id":1}', 1),
  invalid('oneway false', '{"in":"ping","oneway":false,"id":1}', 1),
  invalid('oneway 1 is not true', '{"in":"ping","oneway":1,"id":1}', 1),
  invalid('oneway "true" is not true', '{"in":"ping","oneway":"true","id":1}', 1),
  ...['timeout_ms', 'idempotency_key', 'oneway'].map((name) =>
    invalid(`${name} null is not absent`, `{"in":"ping","${name}":null,"id":1}`, 1),
  ),
  invalid('types come before the method', '{"in":"none","timeout_ms":null,"id":1}', 1),
  answers(
    'all members, all valid',
    '{"in":"ping","params":1,"id":-7,"timeout_ms":1000,"idempotency_key":"k"}',
    { out: 'pong', result: 1, id: -7 },
    MEMBERS,
  ),
  answers(
    'a key that is an empty string is a string',
    '{"in":"ping","params":1,"id":1,"idempotency_key":""}',
    { out: 'pong', result: 1, id: 1 },
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
  ...[
    '{"in":"none","oneway":true}',
    '{"in":"fail","oneway":true}',
    '{"oneway":true}',
    '{"in":"ping","id":1.5,"oneway":true}',
    '{"in":"ping","timeout_ms":0,"oneway":true}',
  ].map((text) => ({
    title: `not even an error: ${text}`,
    section: MEMBERS,
    run: async ({ dispatch }: Dispatch): Promise<void> => {
      expectEqual(text, undefined, await call(dispatch, makeService().service, text));
    },
  })),
];

function invalid(title: string, text: string, id: number | undefined): JudgedCase<Dispatch> {
  return refuses(title, text, 'INVALID_ARGUMENT', id, MEMBERS);
}
