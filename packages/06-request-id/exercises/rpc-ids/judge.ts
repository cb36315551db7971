// Judges my/rpc/calls.ts by how its promises end.

import type { Json } from '@bytes-up/protocol';
import {
  CaseFailed,
  codeOnly,
  defineJudge,
  expectCode,
  expectEqual,
  noting,
  show,
  type JudgedCase,
} from '@bytes-up/testkit';

interface Calls {
  readonly size: number;
  begin(): { id: number; result: Promise<Json> };
  complete(body: Buffer): boolean;
  cancel(id: number, error: Error): boolean;
  failAll(error: Error): void;
}

interface Exports {
  Calls: new () => Calls;
}

const MATCH = 'Stage 1: match';
const ERRORS = 'Stage 2: errors';
const END = 'Stage 3: the end';

export const judge = defineJudge<Exports>({
  stages: [
    {
      title: 'match',
      names: ['Calls'],
      cases: [
        oneCall(MATCH, 'an answer ends its call', async ({ calls, id, outcome }) => {
          const given = `complete the answer "hello" of call ${id}`;
          expectEqual(given, true, calls.complete(pong('hello', id)));
          expectEqual(given, { result: 'hello' }, await outcome());
        }),
        {
          title: 'three calls, answered in another order',
          section: MATCH,
          run: async ({ Calls }) => {
            const calls = noting(new Calls());
            const begun = [begin(calls), begin(calls), begin(calls)];
            const ids = begun.map(({ id }) => id);
            expectEqual('begin three calls; different ids', 3, new Set(ids).size);
            for (const at of [1, 2, 0]) calls.complete(pong(`answer ${at}`, ids[at]));
            for (const [at, { outcome }] of begun.entries()) {
              const given = `answers in the order 2, 3, 1; call ${at + 1}`;
              expectEqual(given, { result: `answer ${at}` }, await outcome());
            }
          },
        },
        ...[null, false, 0, '', [], {}, 'é 水 🙂'].map((value) =>
          oneCall(MATCH, `the result ${show(value)}`, async ({ calls, id, outcome }) => {
            calls.complete(pong(value, id));
            expectEqual(`complete the answer ${show(value)}`, { result: value }, await outcome());
          }),
        ),
        oneCall(MATCH, 'an answer that matches no call', async ({ calls, id, outcome }) => {
          const given = `complete an answer with the id ${id + 1000}; in flight is ${id}`;
          expectEqual(given, false, calls.complete(pong('x', id + 1000)));
          expectEqual(`${given}; the call`, 'still in flight', await outcome());
        }),
        oneCall(MATCH, 'the id "3" is not the id 3', async ({ calls, id, outcome }) => {
          const given = `complete an answer with the id "${id}"; in flight is ${id}`;
          expectEqual(given, false, calls.complete(pong('x', String(id))));
          expectEqual(`${given}; the call`, 'still in flight', await outcome());
        }),
        ...[0, ''].map((id): JudgedCase<Exports> => ({
          title: `the id ${show(id)} is an id`,
          section: MATCH,
          run: ({ Calls }) => {
            const given = `no call has begun; complete an answer with the id ${show(id)}`;
            const calls = noting(new Calls());
            expectEqual(given, false, calls.complete(pong('x', id)));
          },
        })),
        {
          title: 'two connections have their own calls',
          section: MATCH,
          run: async ({ Calls }) => {
            const [ours, other] = [noting(new Calls()), noting(new Calls())];
            const { id, outcome } = begin(ours);
            const given = `a call with the id ${id}, and its answer at another Calls`;
            expectEqual(given, false, other.complete(pong('x', id)));
            expectEqual(`${given}; the call`, 'still in flight', await outcome());
            other.failAll(new Error('the other connection ended'));
            const ended = `a call with the id ${id}, and failAll at another Calls`;
            expectEqual(`${ended}; the call`, 'still in flight', await outcome());
            expectEqual(`${ended}; size`, 1, ours.size);
          },
        },
        oneCall(MATCH, 'the same answer twice', async ({ calls, id }) => {
          calls.complete(pong('first', id));
          expectEqual('the same answer again', false, calls.complete(pong('second', id)));
        }),
      ],
    },
    {
      title: 'errors',
      names: ['Calls'],
      cases: [
        ...[
          ['UNAVAILABLE', true],
          ['INVALID_ARGUMENT', false],
        ].map(([code, retryable]) =>
          oneCall(ERRORS, `an error with the code ${code}`, async ({ calls, id, outcome }) => {
            const result = { code, message: 'what happened', retryable } as Json;
            const given = `complete ${JSON.stringify({ out: 'error', result, id })}`;
            expectEqual(given, true, calls.complete(body({ out: 'error', result, id })));
            expectEqual(given, { code }, await outcome());
            const error = await outcome.error();
            expectEqual(`${given}; its message`, 'what happened', error?.['message']);
            expectEqual(`${given}; its retryable`, retryable, error?.['retryable']);
          }),
        ),
        ...[
          { out: 'pong' },
          ...[{}, null, { code: 7 }, { code: null }].map((result) => ({ out: 'error', result })),
        ].map((wrong) =>
          oneCall(ERRORS, `an invalid answer: ${show(wrong)}`, async ({ calls, id, outcome }) => {
            const given = `complete ${JSON.stringify({ ...wrong, id })}`;
            expectEqual(given, true, calls.complete(body({ ...wrong, id })));
            expectEqual(given, { code: 'INTERNAL' }, await outcome());
          }),
        ),
        ...['pong', '[]', 'null', '"x"', '{"out":"pong","result":1}', ''].map((text) =>
          oneCall(ERRORS, `not an answer: ${text || 'empty'}`, async ({ calls, outcome }) => {
            const given = `complete ${text || 'an empty body'}`;
            await expectCode(given, 'INTERNAL', () => calls.complete(Buffer.from(text)));
            expectEqual(`${given}; the call`, 'still in flight', await outcome());
          }),
        ),
      ],
    },
    {
      title: 'the end',
      names: ['Calls'],
      cases: [
        oneCall(END, 'a call that is cancelled', async ({ calls, id, outcome }) => {
          const error = new Error('timed out');
          expectEqual(`cancel(${id})`, true, calls.cancel(id, error));
          expectVery(`cancel(${id}); its error`, error, await outcome.error());
          expectEqual(`cancel(${id}) again`, false, calls.cancel(id, error));
          expectEqual('its answer arrives late', false, calls.complete(pong('late', id)));
        }),
        {
          title: 'the end of the connection ends every call',
          section: END,
          run: async ({ Calls }) => {
            const calls = noting(new Calls());
            const begun = [begin(calls), begin(calls), begin(calls)];
            calls.complete(pong('in time', begun[1]?.id));
            const error = new Error('the connection ended');
            calls.failAll(error);
            const given = 'three calls, the second answered, then failAll';
            expectEqual(`${given}; call 2`, { result: 'in time' }, await begun[1]?.outcome());
            for (const at of [0, 2])
              expectVery(`${given}; call ${at + 1}`, error, await begun[at]?.outcome.error());
            expectEqual(`${given}; size`, 0, calls.size);
          },
        },
        {
          title: 'a call after the end fails at once',
          section: END,
          run: async ({ Calls }) => {
            const calls = noting(new Calls());
            const first = new Error('the first end');
            calls.failAll(first);
            calls.failAll(new Error('the second end'));
            const { outcome } = begin(calls);
            expectVery('failAll twice, then begin', first, await outcome.error());
            expectEqual('failAll twice, then begin; size', 0, calls.size);
          },
        },
        {
          title: 'calls that have ended are removed',
          section: END,
          run: ({ Calls }) => {
            const calls = noting(new Calls());
            const ids: number[] = [];
            for (let n = 0; n < 100; n++) {
              const { id } = begin(calls);
              ids.push(id);
              if (n % 4 === 0) calls.complete(pong(n, id));
              if (n % 4 === 1) calls.cancel(id, new Error('cancelled'));
              if (n % 4 === 2) calls.complete(body({ out: 'error', result: {}, id }));
            }
            const given = 'a hundred calls, of which 25 are still in flight';
            expectEqual(`${given}; size`, 25, calls.size);
            expectEqual(`${given}; different ids`, 100, new Set(ids).size);
          },
        },
      ],
    },
  ],
});

interface Begun {
  readonly id: number;
  readonly outcome: Outcome;
}

type Ended = { result: Json } | ReturnType<typeof codeOnly> | 'still in flight';

/** How a call has ended: with its result, with the code of its error, or not yet. */
interface Outcome {
  (): Promise<Ended>;
  /** The error that it rejected with. */
  error(): Promise<Record<string, unknown> | undefined>;
}

function begin(calls: Calls): Begun {
  const { id, result } = calls.begin();
  if (!Number.isSafeInteger(id))
    throw new CaseFailed({ given: 'begin()', expected: 'an integer as id', came: show(id) });
  let ended: Ended = 'still in flight';
  let error: unknown;
  result.then(
    (value) => (ended = { result: value }),
    (thrown: unknown) => {
      error = thrown;
      ended = codeOnly(thrown);
    },
  );
  const outcome = async (): Promise<Ended> => {
    await new Promise(setImmediate); // by then all handlers have run
    return ended;
  };
  return {
    id,
    outcome: Object.assign(outcome, {
      error: async () => {
        await new Promise(setImmediate);
        return error as Record<string, unknown> | undefined;
      },
    }),
  };
}

function oneCall(
  section: string,
  title: string,
  run: (call: Begun & { calls: Calls }) => Promise<void>,
): JudgedCase<Exports> {
  return {
    title,
    section,
    run: async ({ Calls }) => {
      const calls = noting(new Calls());
      await run({ calls, ...begin(calls) });
    },
  };
}

/** The same error object, not a copy. */
function expectVery(given: string, error: Error, came: unknown): void {
  if (came === error) return;
  const expected = `the error that was passed in, "${error.message}"`;
  throw new CaseFailed({ given, expected, came: came === undefined ? 'no error' : show(came) });
}

function pong(result: Json, id: Json | undefined): Buffer {
  return body({ out: 'pong', result, id });
}

function body(value: object): Buffer {
  return Buffer.from(JSON.stringify(value));
}
