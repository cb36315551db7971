// Stage 5: the requests that the conformance suite sends to a server. A dispatch that
// passes them here needs no change when step 5 sends them over a connection.

import { bodyVectors, differenceOf, type BodyVector } from '@bytes-up/conformance';
import { pingAndPi } from '@bytes-up/protocol';
import { CaseFailed, expectEqual, type JudgedCase } from '@bytes-up/testkit';
import { call, shorten, type Dispatch } from './answers';

export const suite: readonly JudgedCase<Dispatch>[] = bodyVectors().map(caseOf);

function caseOf({ id, title, bodies, expect }: BodyVector): JudgedCase<Dispatch> {
  return {
    title: `${id}: ${title}`,
    section: 'Stage 5: the suite',
    run: async ({ dispatch }) => {
      for (const [at, body] of bodies.entries()) {
        const given = shorten(body.toString());
        const answer = await call(dispatch, pingAndPi, body);
        const expected = expect[at];
        if (expected === undefined) expectEqual(given, undefined, answer);
        else expectAnswer(given, expected, answer);
      }
    },
  };
}

function expectAnswer(
  given: string,
  expected: BodyVector['expect'][number],
  answer: unknown,
): void {
  if (typeof answer !== 'string') {
    const came = String(answer);
    throw new CaseFailed({ given, expected: 'an answer, as JSON text', came });
  }
  const difference = differenceOf(expected, answer);
  if (difference !== undefined) throw new CaseFailed({ given, ...difference });
}
