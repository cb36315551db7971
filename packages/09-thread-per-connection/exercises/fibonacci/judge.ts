// Judges my/threads/fibonacci.ts by the answers to requests.

import {
  dispatch,
  type Json,
  type Request,
  type Response,
  type SyncService,
} from '@bytes-up/protocol';
import { CaseFailed, defineJudge, expectEqual, show, type JudgedCase } from '@bytes-up/testkit';

interface Exports {
  fibonacci: SyncService;
}

const COMPUTE = 'Stage 1: compute';
const IN_TIME = 'Stage 2: in time';
const REFUSE = 'Stage 3: refuse';

const names = ['fibonacci'] as const;

export const judge = defineJudge<Exports>({
  stages: [
    {
      title: 'compute',
      names,
      cases: [
        [0, 0],
        [1, 1],
        [2, 1],
        [3, 2],
        [10, 55],
        [30, 832_040],
      ].map(([n, result]) => answers(COMPUTE, n as number, result as number)),
    },
    {
      title: 'in time',
      names,
      cases: [
        answers(IN_TIME, 50, 12_586_269_025),
        answers(IN_TIME, 77, 5_527_939_700_884_757),
        answers(IN_TIME, 78, 8_944_394_323_791_464),
      ],
    },
    {
      title: 'refuse',
      names,
      cases: [
        ...[79, 1_000_000_000, -1, 1.5, 0.000_1, 1e300].map(refuses),
        ...['10', '', null, true, false, [], [10], {}, { n: 10 }].map(refuses),
      ],
    },
  ],
});

function answers(section: string, n: number, result: number): JudgedCase<Exports> {
  return {
    title: `fib of ${n}`,
    section,
    run: async ({ fibonacci }) => {
      const request = { in: 'fib', params: n, id: 1 };
      expectEqual(
        JSON.stringify(request),
        { out: 'fib_r', result, id: 1 },
        await answerTo(fibonacci, request),
      );
    },
  };
}

function refuses(params: Json): JudgedCase<Exports> {
  return {
    title: `fib of ${show(params)} is refused`,
    section: REFUSE,
    run: async ({ fibonacci }) => {
      const request = { in: 'fib', params, id: 1 };
      const given = JSON.stringify(request);
      const expected = 'the error INVALID_ARGUMENT';
      const { out, result } = await answerTo(fibonacci, request, expected);
      if (out === 'error') {
        expectEqual(`${given}; the code`, 'INVALID_ARGUMENT', (result as { code: Json }).code);
        return;
      }
      throw new CaseFailed({ given, expected, came: `the result ${show(result)}` });
    },
  };
}

/** Reports the handler's own exception instead of the INTERNAL that it would become. */
async function answerTo(
  service: SyncService,
  request: Request,
  expected = 'a result, or an RpcError',
): Promise<Response> {
  let thrown: unknown;
  const watched: Record<string, SyncService[string]> = {};
  for (const [name, method] of Object.entries(service)) {
    const handle: typeof method.handle = (...args) => {
      try {
        return method.handle(...args);
      } catch (error) {
        thrown = error;
        throw error;
      }
    };
    watched[name] = { ...method, handle };
  }
  const given = JSON.stringify(request);
  const answer = await dispatch(watched, request);
  if (answer === undefined) throw new CaseFailed({ given, expected: 'an answer', came: 'none' });
  const { out, result } = answer;
  if (out === 'error' && (result as { code?: Json }).code === 'INTERNAL')
    throw new CaseFailed(
      {
        given,
        expected,
        came: thrown === undefined ? show(answer) : `${show(thrown)}, which becomes INTERNAL`,
      },
      { cause: thrown },
    );
  return answer;
}
