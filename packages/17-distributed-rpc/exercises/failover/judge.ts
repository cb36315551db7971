// Judges my/distributed/failover.ts by the attempts that it makes, with a clock that the
// judge moves.

import { RpcError, RPC_ERROR_CODES, type Json, type RpcErrorCode } from '@bytes-up/protocol';
import {
  CaseFailed,
  defineJudge,
  expectCode,
  expectEqual,
  expectResolved,
  show,
  type JudgedCase,
} from '@bytes-up/testkit';

interface Options {
  readonly servers: readonly string[];
  readonly timeoutMs: number;
  readonly attemptTimeoutMs: number;
  readonly maxAttempts: number;
  readonly idempotent: boolean;
  readonly now: () => number;
  readonly attempt: (server: string, timeoutMs: number) => Promise<Json>;
}

interface Exports {
  callService: (options: Options) => Promise<Json>;
}

/** How an attempt ends, and after how many milliseconds. `hangs` uses all of its time. */
interface End {
  readonly tookMs?: number;
  readonly result?: Json;
  readonly code?: RpcErrorCode;
  readonly retryable?: boolean;
  readonly hangs?: true;
}

interface Plan {
  readonly servers?: string;
  /** How the attempts end, in order. */
  readonly ends: readonly End[];
  readonly timeoutMs?: number;
  readonly maxAttempts?: number;
  readonly idempotent?: boolean;
  /** The servers of the expected attempts: `a b a`. */
  readonly calls: string;
  /** The time that each of them must get. */
  readonly timesMs?: readonly number[];
  /** The expected result or error. */
  readonly expected: { readonly result: Json } | { readonly code: RpcErrorCode; attempt?: number };
}

const ANOTHER = 'Stage 1: another server';
const RETRY = 'Stage 2: what may be retried';
const DEADLINE = 'Stage 3: one deadline';

const names = ['callService'] as const;
const DOWN: End = { code: 'UNAVAILABLE', retryable: true, tookMs: 5 };
const PI: End = { result: 3.14, tookMs: 5 };
const HANGS: End = { hangs: true };
const DOUBTFUL: readonly RpcErrorCode[] = ['UNAVAILABLE', 'DEADLINE_EXCEEDED', 'INTERNAL'];
const CLEAR = RPC_ERROR_CODES.filter((code) => !DOUBTFUL.includes(code));

export const judge = defineJudge<Exports>({
  stages: [
    {
      title: 'another server',
      names,
      cases: [
        scenario(ANOTHER, 'the first server answers', {
          ends: [PI],
          calls: 'a',
          expected: { result: 3.14 },
        }),
        scenario(ANOTHER, 'a result may be null', {
          ends: [{ result: null }],
          calls: 'a',
          expected: { result: null },
        }),
        scenario(ANOTHER, 'the first server is down, and the second one answers', {
          ends: [DOWN, PI],
          calls: 'a b',
          expected: { result: 3.14 },
        }),
        scenario(ANOTHER, 'after the last server, the first one again', {
          servers: 'a b',
          ends: [DOWN, DOWN, PI],
          calls: 'a b a',
          expected: { result: 3.14 },
        }),
        scenario(ANOTHER, 'after maxAttempts, the error of the last attempt', {
          servers: 'a b',
          ends: [DOWN, DOWN, DOWN, PI],
          calls: 'a b a',
          expected: { code: 'UNAVAILABLE', attempt: 3 },
        }),
        scenario(ANOTHER, 'one attempt if maxAttempts is 1', {
          ends: [DOWN, PI],
          maxAttempts: 1,
          calls: 'a',
          expected: { code: 'UNAVAILABLE', attempt: 1 },
        }),
        {
          title: 'without a server, UNAVAILABLE and retryable',
          section: ANOTHER,
          run: async ({ callService }) => {
            const driver = new Driver({
              servers: '',
              ends: [],
              calls: '',
              expected: { result: 0 },
            });
            const error = await expectCode(driver.given, 'UNAVAILABLE', () =>
              promised(driver, callService),
            );
            const given = `${driver.given}; the error's retryable`;
            expectEqual(given, true, (error as { retryable?: unknown }).retryable);
          },
        },
      ],
    },
    {
      title: 'what may be retried',
      names,
      cases: [
        ...DOUBTFUL.flatMap((code) => [
          scenario(RETRY, `${code}, not idempotent: no retry`, {
            ends: [{ code }, PI],
            calls: 'a',
            expected: { code, attempt: 1 },
          }),
          scenario(RETRY, `${code}, idempotent: a retry`, {
            ends: [{ code }, PI],
            idempotent: true,
            calls: 'a b',
            expected: { result: 3.14 },
          }),
        ]),
        ...CLEAR.flatMap((code) => [
          scenario(RETRY, `${code}, idempotent: no retry`, {
            ends: [{ code }, PI],
            idempotent: true,
            calls: 'a',
            expected: { code, attempt: 1 },
          }),
          scenario(RETRY, `${code}, retryable: a retry`, {
            ends: [{ code, retryable: true }, PI],
            calls: 'a b',
            expected: { result: 3.14 },
          }),
        ]),
        scenario(RETRY, 'each error decides for itself: the second one may not be retried', {
          ends: [DOWN, { code: 'UNAVAILABLE' }, PI],
          calls: 'a b',
          expected: { code: 'UNAVAILABLE', attempt: 2 },
        }),
        scenario(RETRY, 'each error decides for itself: two different ones, both retried', {
          ends: [DOWN, { code: 'INTERNAL' }, PI],
          idempotent: true,
          calls: 'a b c',
          expected: { result: 3.14 },
        }),
      ],
    },
    {
      title: 'one deadline',
      names,
      cases: [
        scenario(DEADLINE, 'an attempt gets attemptTimeoutMs', {
          ends: [PI],
          calls: 'a',
          timesMs: [1_000],
          expected: { result: 3.14 },
        }),
        scenario(DEADLINE, 'or less, if the call has less', {
          ends: [PI],
          timeoutMs: 300,
          calls: 'a',
          timesMs: [300],
          expected: { result: 3.14 },
        }),
        scenario(DEADLINE, 'all servers hang', {
          ends: [HANGS, HANGS, HANGS, PI],
          timeoutMs: 2_500,
          maxAttempts: 10,
          idempotent: true,
          calls: 'a b c',
          timesMs: [1_000, 1_000, 500],
          expected: { code: 'DEADLINE_EXCEEDED', attempt: 3 },
        }),
        scenario(DEADLINE, 'an attempt uses the time that it took, not the time that it got', {
          ends: [{ ...DOWN, tookMs: 1_800 }, PI],
          timeoutMs: 2_500,
          calls: 'a b',
          timesMs: [1_000, 700],
          expected: { result: 3.14 },
        }),
        scenario(DEADLINE, 'exactly 0 ms left', {
          ends: [HANGS, HANGS, PI],
          timeoutMs: 2_000,
          maxAttempts: 10,
          idempotent: true,
          calls: 'a b',
          timesMs: [1_000, 1_000],
          expected: { code: 'DEADLINE_EXCEEDED', attempt: 2 },
        }),
        scenario(DEADLINE, 'the error of the last attempt when no time is left', {
          ends: [{ code: 'INTERNAL', tookMs: 2_600 }, PI],
          timeoutMs: 2_500,
          idempotent: true,
          calls: 'a',
          expected: { code: 'INTERNAL', attempt: 1 },
        }),
        scenario(DEADLINE, 'no time from the start', {
          ends: [PI],
          timeoutMs: 0,
          calls: '',
          expected: { code: 'DEADLINE_EXCEEDED' },
        }),
      ],
    },
  ],
});

/** The servers of a plan, and the calls that they got. */
class Driver {
  /** Not 0, so that the judge notices code that never reads the clock. */
  #nowMs = 50_000;
  readonly calls: string[] = [];
  readonly timesMs: number[] = [];
  readonly errors: RpcError[] = [];
  readonly options: Options;

  constructor(private readonly plan: Plan) {
    const { servers = 'a b c', timeoutMs = 10_000, maxAttempts = 3, idempotent = false } = plan;
    this.options = {
      servers: servers.split(' ').filter((name) => name !== ''),
      timeoutMs,
      attemptTimeoutMs: 1_000,
      maxAttempts,
      idempotent,
      now: () => this.#nowMs,
      attempt: (server, limitMs) => this.#attempt(server, limitMs),
    };
  }

  get given(): string {
    const { servers, timeoutMs, attemptTimeoutMs, maxAttempts, idempotent } = this.options;
    const ends = this.plan.ends.map((end) => {
      if (end.hangs) return 'hangs';
      const took = end.tookMs === undefined ? '' : ` after ${end.tookMs} ms`;
      if (end.code === undefined) return `${show(end.result)}${took}`;
      return `${end.code}${end.retryable === true ? ', retryable,' : ''}${took}`;
    });
    return [
      servers.length === 0 ? 'no servers' : `servers ${servers.join(' ')}`,
      `timeoutMs ${timeoutMs}, attemptTimeoutMs ${attemptTimeoutMs}, maxAttempts ${maxAttempts}`,
      idempotent ? 'idempotent' : 'not idempotent',
      `attempts end with: ${ends.join(' | ')}`,
    ].join('; ');
  }

  async #attempt(server: string, limitMs: number): Promise<Json> {
    const end = this.plan.ends[this.calls.length];
    this.calls.push(server);
    this.timesMs.push(limitMs);
    if (end === undefined)
      throw new CaseFailed({
        given: this.given,
        expected: `${this.plan.ends.length} attempts or fewer`,
        came: `one more: ${this.calls.join(' ')}`,
      });
    await Promise.resolve();
    this.#nowMs += end.hangs ? limitMs : (end.tookMs ?? 0);
    const code = end.hangs ? 'DEADLINE_EXCEEDED' : end.code;
    if (code === undefined) return end.result ?? null;
    const { retryable = false } = end;
    const error = new RpcError(code, `attempt ${this.calls.length}`, { retryable });
    this.errors.push(error);
    throw error;
  }
}

/** @throws CaseFailed if `callService` throws, since it must reject instead */
function promised(driver: Driver, callService: Exports['callService']): Promise<Json> {
  try {
    return callService(driver.options);
  } catch (cause) {
    if (cause instanceof CaseFailed) throw cause;
    const came = `an exception instead of a promise: ${show(cause)}`;
    throw new CaseFailed({ given: driver.given, expected: 'a promise', came }, { cause });
  }
}

function scenario(section: string, title: string, what: Plan): JudgedCase<Exports> {
  return {
    title,
    section,
    run: async ({ callService }) => {
      const driver = new Driver(what);
      const { given } = driver;
      const { expected } = what;
      if ('result' in expected)
        await expectResolved(given, expected.result, () => promised(driver, callService));
      else {
        const error = await expectCode(given, expected.code, () => promised(driver, callService));
        const { attempt } = expected;
        if (attempt !== undefined && error !== driver.errors[attempt - 1])
          throw new CaseFailed({
            given,
            expected: `the error of attempt ${attempt}`,
            came: show(error),
          });
      }
      expectEqual(`${given}; servers called`, what.calls, driver.calls.join(' '));
      if (what.timesMs !== undefined)
        expectEqual(`${given}; time of each attempt in ms`, what.timesMs, driver.timesMs);
    },
  };
}
