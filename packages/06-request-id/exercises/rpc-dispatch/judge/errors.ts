// Stage 2: what a caller learns when a call fails.

import type { JudgedCase } from '@bytes-up/testkit';
import { refuses, type Dispatch } from './answers';

const ERRORS = 'Stage 2: errors';

export const errors: readonly JudgedCase<Dispatch>[] = [
  refuses('unknown method', '{"in":"pong","id":1}', 'UNIMPLEMENTED', 1, ERRORS),
  ...['', 'toString', 'constructor', '__proto__', 'hasOwnProperty', 'Ping'].map((name) =>
    refuses(
      `${JSON.stringify(name)} is not a method`,
      JSON.stringify({ in: name, id: 2 }),
      'UNIMPLEMENTED',
      2,
      ERRORS,
    ),
  ),
  refuses(
    'the message for a long name is short',
    JSON.stringify({ in: 'x'.repeat(500_000), id: 2 }),
    'UNIMPLEMENTED',
    2,
    ERRORS,
  ),
  refuses('a handler that throws', '{"in":"fail","id":3}', 'INTERNAL', 3, ERRORS),
  ...['fail with a string', 'fail with null', 'fail later with undefined'].map((name) =>
    refuses(
      `a handler that does not throw an Error: ${name}`,
      JSON.stringify({ in: name, id: 7 }),
      'INTERNAL',
      7,
      ERRORS,
    ),
  ),
  refuses('a promise that rejects', '{"in":"fail later","id":4}', 'INTERNAL', 4, ERRORS),
  ...['AbortError', 'TimeoutError'].map((name) =>
    refuses(
      `a handler that throws ${name}`,
      JSON.stringify({ in: name, id: 6 }),
      'INTERNAL',
      6,
      ERRORS,
    ),
  ),
  refuses('a handler’s RpcError', '{"in":"busy","id":5}', 'UNAVAILABLE', 5, ERRORS, true),
];
