// A process that starts another one also ends it, however it ends itself: no child is
// left in /proc when a signal ends npm or the course.

import { spawn } from 'node:child_process';
import path from 'node:path';
import { eventually, markedEnv, processesOf } from '@bytes-up/testkit';
import { typescriptCommand } from './run-child';
import { makeRoot } from './testing/make-root';

const ROOT = path.join(__dirname, '..', '..', '..');
/** Only a failing test waits this long, in milliseconds. */
const GONE_WITHIN_MS = 60_000;

/** A server that does not stop at once on a signal, has a child, and never answers. */
const SERVER = `
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
child.once('spawn', () => {
  const server = createServer(() => undefined).listen(0, '127.0.0.1', () => {
    console.log('listening on 127.0.0.1:' + (server.address() as { port: number }).port);
  });
});
process.on('SIGTERM', () => setTimeout(() => process.exit(0), 100));
`;

/** The command lines of the running processes with this mark. */
function commandsOf(mark: string): string[] {
  return processesOf(mark).map(({ command }) => command);
}

/**
 * A made-up checkout in which chapter 12 has this server, and a demo that does the same.
 */
function checkout(): NodeJS.ProcessEnv {
  const root = makeRoot({
    'packages/12-single-process-async/src/main.ts': SERVER,
    'packages/12-single-process-async/src/demo.ts': SERVER,
  });
  return { BYTES_UP_ROOT: root, BYTES_UP_PROGRESS: path.join(root, 'progress') };
}

const NPM = ['npm', 'start', '-s', '--'];
const COURSE = typescriptCommand(path.join(__dirname, 'main.ts'));
const JUDGE = ['conformance', '--only', '2.1', '--patience', '60000', '--', ...NPM, 'serve', '12'];

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL'] as const;
const STARTERS = [
  ['npm start -- serve 12', [...NPM, 'serve', '12'], 4, checkout],
  ['npm start -- zookeeper', [...NPM, 'zookeeper', '--port', '0'], 3, () => ({})],
  ['npm start -- conformance -- npm start -s -- serve 12', [...NPM, ...JUDGE], 6, checkout],
  ['the course with serve', [...COURSE, 'serve', '12'], 3, checkout],
  ['the course with demo', [...COURSE, 'demo', '12'], 3, checkout],
  ['the course with tour', [...COURSE, 'tour'], 3, checkout],
] as const;

describe.each(STARTERS)('%s', (_name, command, processes, env) => {
  const [program = '', ...args] = command;
  test.each(SIGNALS)('ended by %s leaves nothing', async (signal) => {
    const mark = `${process.pid}-${performance.now()}`;
    const child = spawn(program, args, {
      cwd: ROOT,
      env: markedEnv(mark, { ...process.env, ...env() }),
      stdio: 'ignore', // a pipe would keep jest running if a process were left
    });
    try {
      // The judge prints nothing: it waits for an answer that never arrives.
      const up = await eventually(() => isUp(mark, processes), GONE_WITHIN_MS);
      expect({ up, tree: commandsOf(mark) }).toMatchObject({ up: true });
      child.kill(signal);
      await eventually(() => processesOf(mark).length === 0, GONE_WITHIN_MS);
      expect(commandsOf(mark)).toEqual([]);
    } finally {
      for (const { pid } of processesOf(mark)) process.kill(pid, 'SIGKILL');
    }
  });
});

/** Everything has started: this many Node processes, including npm. */
function isUp(mark: string, processes: number): boolean {
  const nodes = commandsOf(mark).filter((line) => /^(?:\S*\bnode\b|npm )/.test(line));
  return nodes.length >= processes;
}
