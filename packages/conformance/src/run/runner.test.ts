// Verdicts of cases that pass, fail, are declared as failing, kill the server, or never
// end.

import { availableParallelism } from 'node:os';
import { setImmediate as turn } from 'node:timers/promises';
import { stall } from '@bytes-up/testkit';
import type { Area } from '../areas';
import { type CaseDraft, casesOf } from '../case';
import { fail } from '../client/failure';
import { DEFAULT_MODEL, type Model } from '../model';
import type { Subject } from './instances';
import { plan } from './plan';
import { isGood, summaryLine, type Result } from './result';
import { run } from './runner';

/**
 * A command that prints the ready line and echoes bytes. A byte 0 makes it exit, a byte 5
 * makes it close the connection.
 */
const command = [
  process.execPath,
  '-e',
  `const server = require("net").createServer((socket) => {
     socket.on("error", () => {}).on("data", (bytes) => {
       if (bytes[0] === 0) process.exit(1);
       if (bytes[0] === 5) socket.end();
       else socket.write(bytes);
     });
   });
   server.listen(0, "127.0.0.1", () => console.log("listening on 127.0.0.1:" + server.address().port));`,
  '--',
];
/**
 * The same for one client after the other: the next one waits until this one has left.
 */
const oneAtATime = [
  process.execPath,
  '-e',
  `let last = Promise.resolve();
   const serve = (socket) => new Promise((left) => {
     socket.on("error", () => {}).on("close", left).on("data", (bytes) => socket.write(bytes));
     socket.resume();
   });
   const server = require("net").createServer({ pauseOnConnect: true }, (socket) => {
     last = last.then(() => serve(socket));
   });
   server.listen(0, "127.0.0.1", () => console.log("listening on 127.0.0.1:" + server.address().port));`,
  '--',
];
const PATIENCE_MS = 300;

interface Declared extends CaseDraft {
  readonly reason?: string;
}

/** Judges each case once, also on a busy machine, unless told otherwise. */
async function judge(
  drafts: readonly Declared[],
  {
    area = 'concurrency',
    failFast = false,
    judgeAgain = false,
    subject = { command },
    onResult = () => undefined,
  }: {
    area?: Area;
    failFast?: boolean;
    judgeAgain?: boolean;
    subject?: Subject;
    onResult?: (result: Result) => void;
  } = {},
): Promise<readonly Result[]> {
  const expected = drafts.flatMap(({ id, reason }) =>
    reason === undefined ? [] : [{ case: id, reason }],
  );
  const model: Model = { ...DEFAULT_MODEL, expected };
  const cases = plan(casesOf(area, drafts), { model, subject });
  const options = { patienceMs: PATIENCE_MS, failFast, judgeAgain, onResult };
  return run({ subject, model, cases, ...options });
}

const passes = async (): Promise<void> => undefined;
const fails = async (): Promise<void> => fail('a pong', 'nothing');
const short = ({ case: one, verdict, reason }: Result): string =>
  [verdict, one.id, reason].filter((word) => word !== undefined).join(' ');

test('each verdict', async () => {
  const results = await judge([
    { id: '1.1/passes', title: '', run: passes },
    { id: '1.1/fails', title: '', run: fails },
    { id: '1.1/declared', title: '', reason: 'by design', run: fails },
    { id: '1.1/declared-but-passes', title: '', reason: 'by design', run: passes },
    { id: '1.1/needs-keys', title: '', needs: ['keys'], run: fails },
  ]);
  expect(results.map(short)).toEqual([
    'pass 1.1/passes',
    'fail 1.1/fails expected a pong, got nothing',
    'expected 1.1/declared by design',
    'unexpected pass 1.1/declared-but-passes declared as failing (by design), but it passes',
    'not applicable 1.1/needs-keys your model file does not say that the server honours idempotency keys ("idempotencyKeys"); no --model was given',
  ]);
  expect(summaryLine(results)).toBe(
    '1 passed, 1 failed as expected, 1 not applicable, 1 passed unexpectedly, 1 failed',
  );
});

test.each([
  ['a pass', { id: '1.1/a', title: '', run: passes }, true],
  ['a declared failure', { id: '1.1/a', title: '', reason: 'so', run: fails }, true],
  ['a failure', { id: '1.1/a', title: '', run: fails }, false],
  ['an unexpected pass', { id: '1.1/a', title: '', reason: 'so', run: passes }, false],
])('a run with %s', async (_title, draft, good) => {
  expect(isGood(await judge([draft]))).toBe(good);
});

test('while the first ping fails, nothing else is judged', async () => {
  const results = await judge([
    { id: '1.1/other', title: '', run: passes },
    { id: '2.1/ping', title: '', run: fails },
  ]);
  expect(results.map(short)).toEqual([
    'not run 1.1/other not judged because 2.1/ping failed',
    'fail 2.1/ping expected a pong, got nothing',
  ]);
});

test.each([
  { failFast: true, judged: ['1.1/passes', '1.1/fails'] },
  { failFast: false, judged: ['1.1/passes', '1.1/fails', '1.1/later'] },
])(
  'cases that are judged around a failure, with failFast $failFast',
  async ({ failFast, judged }) => {
    const drafts = [
      { id: '1.1/passes', title: '', alone: true, run: passes },
      { id: '1.1/fails', title: '', alone: true, run: fails },
      { id: '1.1/later', title: '', alone: true, run: passes },
    ];
    const results = await judge(drafts, { failFast });
    expect(results.map(({ case: one }) => one.id)).toEqual(judged);
  },
);

test('a run with failFast does not wait for cases that began after the failure', async () => {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  let left: Promise<unknown> | undefined;
  let begun = (): void => undefined;
  const laterBegan = new Promise<void>((resolve) => (begun = resolve));
  const results = await judge(
    [
      { id: '1.1/passes', title: '', run: passes },
      { id: '1.1/fails', title: '', run: async () => laterBegan.then(fails) },
      {
        id: '1.1/later',
        title: '',
        run: async (trial) => {
          begun();
          left = released.then(() => trial.connect()).catch((error: Error) => error.message);
          await left;
        },
      },
    ],
    { failFast: true },
  );
  expect(results.map(short)).toEqual([
    'pass 1.1/passes',
    'fail 1.1/fails expected a pong, got nothing',
  ]);
  release();
  expect(await left).toMatch(/ECONNREFUSED/); // the server has ended
});

test('a run with failFast waits for cases that come before the failure', async () => {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const results = await judge(
    [
      { id: '1.1/slow', title: '', run: async () => released.then(fails) },
      { id: '1.1/fails', title: '', run: fails },
    ],
    { failFast: true, onResult: ({ case: one }) => one.id === '1.1/fails' && release() },
  );
  expect(results.map(({ verdict, case: one }) => `${verdict} ${one.id}`)).toEqual([
    'fail 1.1/slow',
    'fail 1.1/fails',
  ]);
});

test('with failFast, no case begins after one that killed the server', async () => {
  const results = await judge(
    [
      {
        id: '1.1/kills',
        title: '',
        alone: true,
        run: async (trial) => {
          const connection = await trial.connect();
          connection.send(Buffer.of(0));
          await connection.frame();
        },
      },
      { id: '1.1/later', title: '', alone: true, run: passes },
    ],
    { failFast: true },
  );
  expect(results.map(({ verdict, case: one }) => `${verdict} ${one.id}`)).toEqual([
    'fail 1.1/kills',
  ]);
});

test('no more cases than there are cores start servers at a time', async () => {
  let running = 0;
  let most = 0;
  const starts = async (): Promise<void> => {
    most = Math.max(most, ++running);
    await turn();
    running--;
  };
  const ids = Array.from({ length: 20 }, (_, n) => `1.1/starts-${n}`);
  const results = await judge(
    ids.map((id) => ({ id, title: '', needs: ['process'], run: starts })),
  );
  expect(results.map(short)).toEqual(ids.map((id) => `pass ${id}`));
  expect(most).toBe(Math.min(8, availableParallelism()));
});

test('the case that kills the server is found, and cases beside it are not blamed', async () => {
  const results = await judge([
    {
      id: '1.1/kills',
      title: '',
      run: async (trial) => {
        const connection = await trial.connect();
        connection.send(Buffer.of(0));
        await connection.frame();
      },
    },
    {
      id: '1.1/bystander',
      title: '',
      run: async (trial) => (await trial.connect()).silence(100),
    },
    { id: '1.1/later', title: '', alone: true, run: async (trial) => void (await trial.connect()) },
  ]);
  expect(results.map(({ verdict, case: one }) => `${verdict} ${one.id}`)).toEqual([
    'fail 1.1/kills',
    'pass 1.1/bystander',
    'pass 1.1/later',
  ]);
});

test('a failure while the machine stalled does not count: the case is judged again, alone', async () => {
  let runs = 0;
  // Only the made-up stall exists: the second case might meet one of a busy machine. Each
  // look moves the clock on a little, so that the second case begins after that stall.
  let nowMs = performance.now();
  const clock = jest.spyOn(performance, 'now').mockImplementation(() => (nowMs += 0.001));
  const results = await judge(
    [
      {
        id: '1.1/stalls',
        title: '',
        run: async () => {
          if (++runs > 1) return;
          nowMs += 300;
          fail('a pong in time', 'a late one');
        },
      },
      { id: '1.1/fails', title: '', alone: true, run: fails },
    ],
    { judgeAgain: true },
  ).finally(() => clock.mockRestore());
  expect(results.map(short)).toEqual([
    'pass 1.1/stalls',
    'fail 1.1/fails expected a pong, got nothing',
  ]);
  expect(results.map(({ judged }) => judged)).toEqual([2, undefined]);
  expect(summaryLine(results)).toBe(
    '1 passed, 1 failed, 1 judged again because the machine stalled',
  );
});

test('with failFast, a failure in doubt is judged again before other cases begin', async () => {
  const begun: string[] = [];
  let nowMs = performance.now();
  const clock = jest.spyOn(performance, 'now').mockImplementation(() => (nowMs += 0.001));
  const stallsOnce = async (): Promise<void> => {
    begun.push('1.1/stalls');
    if (begun.length > 1) return;
    nowMs += 300;
    fail('a pong in time', 'a late one');
  };
  const results = await judge(
    [
      { id: '1.1/stalls', title: '', alone: true, run: stallsOnce },
      { id: '1.1/later', title: '', alone: true, run: async () => void begun.push('1.1/later') },
    ],
    { failFast: true, judgeAgain: true },
  ).finally(() => clock.mockRestore());
  expect(results.map(short)).toEqual(['pass 1.1/stalls', 'pass 1.1/later']);
  expect(begun).toEqual(['1.1/stalls', '1.1/stalls', '1.1/later']);
});

test('while a case is judged again, another run begins none', async () => {
  const order: string[] = [];
  let nowMs = performance.now();
  const clock = jest.spyOn(performance, 'now').mockImplementation(() => (nowMs += 0.001));
  let judgedAgain = (): void => undefined;
  const again = new Promise<void>((resolve) => (judgedAgain = resolve));
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const stallsOnce = async (): Promise<void> => {
    if (order.push('stalls') === 1) {
      nowMs += 300;
      fail('a pong in time', 'a late one');
    }
    judgedAgain();
    await released;
    order.push('released');
  };
  const first = judge([{ id: '1.1/stalls', title: '', run: stallsOnce }], { judgeAgain: true });
  await again;
  // Nothing has to start here, so this run could begin its case at once.
  const target = { host: '127.0.0.1', port: 1 };
  const other = { id: '1.1/other', title: '', run: async () => void order.push('other') };
  const second = judge([other], { subject: { target } });
  for (let turns = 0; turns < 10; turns++) await turn();
  release();
  await Promise.all([first, second]).finally(() => clock.mockRestore());
  expect(order).toEqual(['stalls', 'stalls', 'released', 'other']);
});

test('attempts that proved nothing are counted in the summary', async () => {
  const results = await judge([
    {
      id: '1.1/again',
      title: '',
      run: async (trial) => {
        trial.provedNothing('200 ms between two beats, limit 100 ms');
        trial.provedNothing('300 ms between two beats, limit 100 ms');
      },
    },
    { id: '1.1/passes', title: '', run: passes },
  ]);
  expect(results.map(({ inVain }) => inVain)).toEqual([2, undefined]);
  expect(summaryLine(results)).toBe(
    '2 passed, 0 failed, 2 attempts repeated because the suite stalled',
  );
});

test('the next attempt need not wait until the one before has left', async () => {
  const [result] = await judge(
    [
      {
        id: '1.1/again',
        title: '',
        run: async (trial) => {
          const connection = await trial.connect();
          connection.send(Buffer.of(7));
          await connection.someBytes(1);
          trial.provedNothing('it was late');
          const next = await trial.connect();
          next.send(Buffer.of(7));
          await next.someBytes(1);
        },
      },
    ],
    { subject: { command: oneAtATime } },
  );
  expect(result).toMatchObject({ verdict: 'pass', inVain: 1 });
});

test('a case that keeps proving nothing times out, and stops', async () => {
  let attempts = 0;
  let ended = (): void => undefined;
  const end = new Promise<void>((resolve) => (ended = resolve));
  const results = await judge([
    {
      id: '1.1/again',
      title: '',
      run: async (trial) => {
        try {
          for (;;) {
            attempts++;
            await trial.pass(10);
            trial.provedNothing('it was late');
          }
        } finally {
          ended();
        }
      },
    },
  ]);
  expect(results.map(({ verdict }) => verdict)).toEqual(['fail']);
  await end;
  expect(attempts).toBeGreaterThan(1);
});

test('a failure on a machine that stalls every time is still a failure', async () => {
  const [result] = await judge(
    [
      {
        id: '1.1/stalls',
        title: '',
        run: async () => {
          stall(300);
          fail('a pong in time', 'a late one');
        },
      },
    ],
    { judgeAgain: true },
  );
  expect(result).toMatchObject({ verdict: 'fail', judged: 4 });
});

test('a case that never ends times out', async () => {
  const [result] = await judge([
    { id: '1.1/hangs', title: '', run: () => new Promise(() => undefined) },
  ]);
  expect(result?.reason).toBe('expected the case to end within 2400 ms, got no end');
});

test('a bug of the suite is never an expected failure', async () => {
  const [result] = await judge([
    {
      id: '1.1/bug',
      title: '',
      reason: 'by design',
      run: async () => {
        throw new TypeError('oops');
      },
    },
  ]);
  expect(result?.verdict).toBe('fail');
  expect(result?.story?.slice(0, 4).join('\n')).toMatch(
    /the suite itself failed:\n.*TypeError: oops/,
  );
});

test('a failure shows the clause, expected and got, the transcript and standard error', async () => {
  const [result] = await judge([
    {
      id: '2.1/story',
      title: 'a story',
      run: async (trial) => {
        const connection = await trial.connect();
        connection.send(Buffer.from('0500', 'hex'));
        await connection.frame();
      },
    },
  ]);
  expect(result?.failure).toEqual({ expected: 'an answer', got: 'the end of the stream' });
  const lines = result?.story?.map((line) => line.replace(/\d+\.\d ms/, '0.0 ms').trim()) ?? [];
  expect(lines.slice(0, 6)).toEqual([
    '2.1/story  a story',
    expect.stringMatching(/^clause 2\.1: A frame is a length N/),
    'expected  an answer',
    'got       the end of the stream',
    'transcript:',
    expect.stringMatching(/^0\.0 ms {2}#1 {5}· connected from port \d+$/),
  ]);
  expect(lines).toContain('0.0 ms  #1     → 2 bytes: 05 00  |..|');
});

test('a server that cannot start is not judged', async () => {
  const subject = { command: ['./no-such-server'] };
  const cases = plan([], { model: DEFAULT_MODEL, subject });
  await expect(run({ subject, model: DEFAULT_MODEL, cases })).rejects.toThrow('ENOENT');
});
