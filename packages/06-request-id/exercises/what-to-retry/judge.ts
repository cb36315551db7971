// Judges my/request-id/what-to-retry.ts: every phase and code, with three kinds of call.

import { RPC_ERROR_CODES, type RpcErrorCode } from '@bytes-up/protocol';
import { defineJudge, expectReturned, show, type JudgedCase } from '@bytes-up/testkit';

type Failure =
  | { readonly phase: 'connecting' | 'sending' | 'waiting' }
  | { readonly phase: 'answered'; readonly code: RpcErrorCode; readonly retryable: boolean };

interface Call {
  readonly idempotent: boolean;
  readonly hasKey: boolean;
}

interface Exports {
  mayRetry: (failure: Failure, call: Call) => boolean;
}

const CALLS = [
  { name: 'a plain call', idempotent: false, hasKey: false },
  { name: 'an idempotent call', idempotent: true, hasKey: false },
  { name: 'a call with a key', idempotent: false, hasKey: true },
];

const NO_ANSWER = 'Stage 1: no answer';
const PROMISE = 'Stage 2: an answer with a promise';
const NO_PROMISE = 'Stage 3: an answer without a promise';

const DOUBTFUL: readonly RpcErrorCode[] = ['INTERNAL', 'DEADLINE_EXCEEDED'];
const CLEAR = RPC_ERROR_CODES.filter((code) => !DOUBTFUL.includes(code));

export const judge = defineJudge<Exports>({
  stages: [
    {
      title: 'no answer',
      names: ['mayRetry'],
      cases: [
        ...decides(NO_ANSWER, { phase: 'connecting' }, [true, true, true]),
        ...decides(NO_ANSWER, { phase: 'sending' }, [false, true, true]),
        ...decides(NO_ANSWER, { phase: 'waiting' }, [false, true, true]),
      ],
    },
    {
      title: 'a promise',
      names: ['mayRetry'],
      cases: RPC_ERROR_CODES.flatMap((code) =>
        decides(PROMISE, { phase: 'answered', code, retryable: true }, [true, true, true]),
      ),
    },
    {
      title: 'no promise',
      names: ['mayRetry'],
      cases: [
        ...DOUBTFUL.flatMap((code) =>
          decides(NO_PROMISE, { phase: 'answered', code, retryable: false }, [false, true, false]),
        ),
        ...CLEAR.flatMap((code) =>
          decides(NO_PROMISE, { phase: 'answered', code, retryable: false }, [false, false, false]),
        ),
      ],
    },
  ],
});

/** @param expected for the plain call, the idempotent one, and the one with a key */
function decides(
  section: string,
  failure: Failure,
  expected: readonly boolean[],
): JudgedCase<Exports>[] {
  const what =
    failure.phase === 'answered'
      ? `${failure.code}${failure.retryable ? ', retryable' : ''}`
      : failure.phase;
  return CALLS.map(({ name, ...call }, at) => ({
    title: `${what}: ${name}`,
    section,
    run: ({ mayRetry }) =>
      expectReturned(`mayRetry(${show(failure)}, ${show(call)})`, expected[at], () =>
        mayRetry(failure, call),
      ),
  }));
}
