// Code that ends the judge's process, never ends, or prints endlessly: each is reported
// on one screen, and nothing is left behind.

import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eventually, markedEnv, newMark, processesOf } from '@bytes-up/testkit';
import { runCourse, type Outcome } from '../testing/course';
import { runHere } from '../testing/fake-context';
import { ROOT } from '../testing/judge-text';
import { makeRoot } from '../testing/make-root';
import { findExercise, stepsBefore } from './exercise';
import { myFile } from './my-work';
import { solutionText } from './texts';

/** Only a failing test waits this long, in milliseconds. */
const GONE_WITHIN_MS = 60_000;
const SCREEN_LINES = 24;
/** On a slow machine. A terminal shows it in one line, which the result replaces. */
const PROGRESS = /^ *judging … .*\n/gm;
/** As an endless loop does, it lets nothing else run, but takes no processor time. */
const NEVER_RETURNS = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);';
const FLOOD = "for (;;) console.log('x'.repeat(100_000));";
const FLOOD_BESIDE = "setInterval(() => console.log('x'.repeat(100_000)), 0);";

const LOST = "void Promise.reject(new Error('lost')).finally(() => undefined);";
const GREEDY = 'for (const all: unknown[] = []; ; ) all.push([all.length]);';
const THROWS = `console.log('loaded');
FrameDecoder.prototype.push = () => {
  console.error('pushed');
  throw new RangeError('far');
};`;
const THROWS_LATER = `console.error('its log');
      setImmediate(() => {
        throw error;
      });
      await new Promise(() => undefined);`;
/** It leaves the process group, and holds all pipes open. */
const DAEMON = `require('node:child_process').spawn(
  process.execPath,
  ['-e', 'setInterval(() => undefined, 1000)'],
  { detached: true, stdio: ['ignore', 'inherit', 'inherit', 3] },
).unref();`;
const UNAWAITED = `export const dispatch = async () =>
  JSON.stringify({ out: 'pong', result: Promise.resolve('hello'), id: 1 });`;

/** How the solution is changed. */
type Change = (solution: string) => string;
/** What it is, the change, and what the failure says. */
type Row = readonly [what: string, change: Change, ...says: string[]];

const alone = (text: string): Change => {
  return () => text;
};
const after = (text: string): Change => {
  return (solution) => `${solution}\n${text}\n`;
};

const instead = (find: string, replace: string): Change => {
  return (solution) => {
    if (!solution.includes(find)) throw new Error(`the solution no longer has ${find}`);
    return solution.replace(find, replace);
  };
};

/** What `verify` says of our solution, changed. */
function verify(id: string, change: Change, mark = newMark()): Promise<Outcome> {
  return runHere(makeLearner(id, change), ['verify', id], markedEnv(mark));
}

/** A checkout with our solution, changed, as the learner's. */
function makeLearner(id: string, change: Change): string {
  const exercise = findExercise(ROOT, id);
  const root = makeRoot();
  symlinkSync(path.join(ROOT, 'packages'), path.join(root, 'packages'));
  mkdirSync(path.join(root, 'my/rpc'), { recursive: true });
  for (const step of [...stepsBefore(ROOT, exercise), exercise]) {
    const file = myFile(root, step);
    const solution = solutionText(step, file);
    writeFileSync(file, step === exercise ? change(solution) : solution);
  }
  return root;
}

describe.each<readonly [id: string, rows: readonly Row[]]>([
  [
    '03-rpc-frames',
    [
      [
        'code that never returns',
        after(NEVER_RETURNS),
        ': an endless loop, or a wait for something that never happens',
      ],
      ['an exit', after('process.exit(0);'), 'your code ended the process, with exit code 0'],
      ['a syntax error', alone('export function {'), 'my/rpc/frames.ts:1: does not compile'],
      ['a flood of lines', after(FLOOD), 'it printed more than 16 MiB, so it was killed'],
      ['a lost promise', after(LOST), 'Error: lost at my/rpc/frames.ts'],
      ['a lost promise, and why', after(LOST), 'The result of a promise was dropped: often a'],
      ['code that leaks memory', after(GREEDY), 'it ran out of memory'],
      [
        'text on the descriptor of the reports',
        after("require('node:fs').writeSync(3, 'debug: got here\\n');"),
        'it wrote to descriptor 3, which the judge reports on',
      ],
      [
        'exports that throw',
        alone(
          "export const x = 1;\nmodule.exports = { get encodeFrame() { throw new Error('not yet'); } };",
        ),
        'not yet',
      ],
      [
        'an object without a prototype, thrown',
        alone('throw Object.create(null);'),
        '[Object: null prototype] {}',
      ],
      ['undefined, thrown', after('throw undefined;'), 'it threw undefined when it was loaded'],
      [
        'an exception without a message',
        after("throw new TypeError('');"),
        'it threw TypeError without a message when it was loaded',
      ],
      [
        'an await outside of a function',
        after('await Promise.resolve();'),
        'it has an `await` outside of a function: put it into an async function',
      ],
      [
        'an exception',
        after(THROWS),
        'given push 02 00 00 00 68 69 expected a result, and no exception got RangeError: far',
      ],
      ['what it prints in the case that fails', after(THROWS), 'Your code printed 1 line: pushed'],
    ],
  ],
  [
    '06-rpc-dispatch',
    [
      [
        'a promise that never resolves',
        alone('export const dispatch = () => new Promise(() => undefined);'),
        'the promise was never resolved, and nothing is left that could resolve it',
      ],
      [
        'an exception',
        alone('export const dispatch = () => (null as never as { no: string }).no;'),
        'given {"in":"ping","params":"hello","id":1} expected a result',
      ],
      [
        'a promise that was not awaited',
        alone(UNAWAITED),
        'A promise as JSON is {}: is an `await` missing?',
      ],
    ],
  ],
  [
    '08-rpc-server',
    [
      ['code that never returns', after(NEVER_RETURNS), 'no ready line in 5000 ms'],
      ['an exit', after('process.exit(0);'), 'it ended with exit code 0'],
      ['a syntax error', alone('export function {'), 'it does not compile: Expected ident'],
      ['a flood of lines', after(FLOOD_BESIDE), 'the second is "xxx'],
      [
        'an exception in a connection',
        instead('    } catch (error) {\n', `    } catch (error) {\n${THROWS_LATER}\n`),
        'got your program ended, exit code 1: RpcError: ',
        '→ my/rpc/frames.ts:',
        '· end of stream from the server',
        '→ 4 bytes: FF FF FF FF',
        'its log',
        'npm start -- conformance --only 3.2/',
      ],
      [
        'an exit in the stop',
        instead('  stopping = true;', '  process.exit(0);'),
        '; then it exited with code 0',
      ],
      [
        'a signal without a handler',
        instead("process.once('SIGTERM', stop);", ''),
        'got your program ended, by SIGTERM: when it came, no handler was installed',
      ],
      [
        'a stop that only closes the listener',
        instead('  for (const [socket, state] of connections) {', '  return;\n$&'),
        'the process still runs after 4 s; 1 connection is open',
      ],
      ['a lost promise', after("void Promise.reject(new Error('lost'));"), 'Error: lost'],
    ],
  ],
])('%s', (id, rows) => {
  test.each(rows.map(([what, change, ...says]) => [what, change, says] as const))(
    '%s',
    async (_what, change, says) => {
      const mark = newMark();
      const { code, stdout, stderr } = await verify(id, change, mark);
      const text = stdout.replace(/\s+/g, ' ');
      for (const each of says) expect(text).toContain(each);
      const screen = stdout.replace(PROGRESS, '');
      expect(screen.split('\n').length).toBeLessThanOrEqual(SCREEN_LINES);
      expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
      await eventually(() => processesOf(mark).length === 0, GONE_WITHIN_MS);
      expect(processesOf(mark)).toEqual([]);
    },
  );
});

test('a daemon that the code has started does not hold up the course', async () => {
  const mark = newMark();
  try {
    const root = makeLearner('03-rpc-frames', after(DAEMON));
    const { code } = await runCourse(['verify', '03-rpc-frames'], { root, env: markedEnv(mark) });
    expect(code).toBe(0);
  } finally {
    for (const { pid } of processesOf(mark)) process.kill(pid, 'SIGKILL');
  }
});

test('a file whose exports are null exports nothing', async () => {
  const { code, stdout } = await verify('03-rpc-frames', after('module.exports = null;'));
  expect(code).toBe(2);
  expect(stdout.replace(/\s+/g, ' ')).toContain('neither encodeFrame nor FrameDecoder');
});
