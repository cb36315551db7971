// The table of "Seven servers on one screen": what performs each step in each model, and
// the line of source that does it. `npm run pages` writes it; the check compares it with
// the source.

import { problemAt, type PageCheck } from './page-file';
import type { Repo } from './repo';

export const SEVEN_SERVERS = 'docs/seven-servers.md';

/** What performs a step, and part of the one line in the file that does it. */
type Cell = readonly [chapter: string, actor: string, file: string, find: string];

const KIT = 'packages/server-kit/src';
const ONE = 'packages/08-single-thread-sync/src';
const THREADS = 'packages/09-thread-per-connection/src';
const PROCESSES = 'packages/10-process-per-connection/src';
const POOL = 'packages/11-prefork-sync/src';
const LOOP = 'packages/12-single-process-async/src';
const LOOPS = 'packages/13-prefork-async/src';
const PASSING = 'packages/14-descriptor-passing/src';

const LISTEN = [`${KIT}/command/listener.ts`, 'listen(listener, limits'] as const;
const ACCEPT = 'acceptor.accept()';

export const STEPS: Readonly<Record<string, readonly Cell[]>> = {
  Listen: [
    ['08 to 14', 'the command, before serve', ...LISTEN],
    ['12 net', 'node:net', `${LOOP}/net/server.ts`, 'await listen(listener, where)'],
  ],
  Accept: [
    ['08', 'the only thread', `${ONE}/server.ts`, ACCEPT],
    ['09', 'the main thread', `${THREADS}/server.ts`, ACCEPT],
    ['10', 'the parent', `${PROCESSES}/server.ts`, ACCEPT],
    ['11', 'every worker, as in 08', `${POOL}/server.ts`, 'serveOneByOne(listener'],
    ['12', 'the event loop', `${LOOP}/epoll/server.ts`, 'acceptor.tryAccept('],
    ['13', "every worker's event loop", `${LOOPS}/server.ts`, 'await serveWithEventLoop('],
    ['14', 'the master', `${PASSING}/master.ts`, 'this.acceptor.accept('],
  ],
  'Hand over': [
    ['08', 'not needed: one thread', `${ONE}/server.ts`, 'const { fd, name } = client'],
    ['09', 'the main thread, as a number', `${THREADS}/server.ts`, 'workers.start(fd, name)'],
    ['10', 'the fork, which copies it', `${PROCESSES}/server.ts`, 'workers.fork(fd, name)'],
    ['11', 'the kernel, after the fork', `${POOL}/server.ts`, 'workers.fork() ==='],
    ['12', 'the loop, which watches it', `${LOOP}/epoll/server.ts`, 'this.admit(client.fd'],
    ['13', 'the kernel, after the fork', `${LOOPS}/server.ts`, 'workers.fork() ==='],
    ['14', 'the master, with sendmsg', `${PASSING}/master.ts`, 'trySendmsg(member.channel'],
  ],
  Serve: [
    ['08', 'the only thread', `${ONE}/server.ts`, 'serveConnection(fd, name, context)'],
    ['09', 'a thread per connection', `${THREADS}/thread.ts`, 'serveConnection(fd, context.who'],
    ['10', 'a child per connection', `${PROCESSES}/server.ts`, 'serveConnection(fd, own.who'],
    ['11', 'a worker, one by one', `${POOL}/server.ts`, 'serveOneByOne(listener'],
    ['12', 'the loop, for all clients', `${LOOP}/epoll/server.ts`, 'loop.turn(TICK_MS)'],
    ['13', "a worker's loop, for many", `${LOOPS}/server.ts`, 'await serveWithEventLoop('],
    ['14', "a worker's loop, for many", `${PASSING}/worker.ts`, 'loop.turn(TICK_MS)'],
  ],
  Reap: [
    ['09', 'the main thread', `${THREADS}/server.ts`, 'workers.reap()'],
    ['10', 'the parent, with waitpid', `${PROCESSES}/server.ts`, 'workers.reap()'],
    ['11', 'the master, which restarts', `${POOL}/server.ts`, 'workers.reap()'],
    ['12', 'the loop, after a timeout', `${LOOP}/epoll/server.ts`, 'connections.reap()'],
    ['13', 'the master, which restarts', `${LOOPS}/server.ts`, 'workers.reap()'],
    ['14', 'the master, which restarts', `${PASSING}/server.ts`, 'workers.reap()'],
  ],
  Stop: [
    ['08', 'the only thread', `${ONE}/server.ts`, 'while (!stop.poll())'],
    ['09', 'the main thread', `${THREADS}/server.ts`, 'await workers.stop()'],
    ['10', 'the parent', `${PROCESSES}/server.ts`, 'await workers.stop()'],
    ['11', 'the master', `${POOL}/server.ts`, 'await workers.stop()'],
    ['12', 'the loop', `${LOOP}/epoll/server.ts`, 'while (!stop.requested'],
    ['13', 'the master', `${LOOPS}/server.ts`, 'await workers.stop()'],
    ['14', 'the master', `${PASSING}/server.ts`, 'await workers.stop()'],
  ],
};

const TABLE = /<!-- steps -->\n[^]*<!-- \/steps -->/;

export const checkSevenServers: PageCheck = (pageFile, repo) => {
  if (pageFile.file !== SEVEN_SERVERS) return [];
  const { text, problems } = withFreshSteps(repo.read(pageFile.file) ?? '', repo);
  if (problems.length > 0) return problems.map((problem) => problemAt(pageFile, 1, problem));
  return text === repo.read(pageFile.file)
    ? []
    : [problemAt(pageFile, 1, 'the table of steps is out of date: npm run pages writes it')];
};

/**
 * The page with its table rewritten, and the problems with the lines that it names.
 */
export function withFreshSteps(
  page: string,
  repo: Repo,
  steps = STEPS,
): { text: string; problems: string[] } {
  const problems: string[] = [];
  const lineOf = (file: string, find: string): string => {
    const lines = (repo.read(file) ?? '').split('\n').filter((line) => line.includes(find));
    if (lines.length !== 1)
      problems.push(`expected one line with ${find} in ${file}, got ${lines.length}`);
    return (lines[0] ?? '').replace(/ \/\/ .*$/, '').trim();
  };
  const tables = Object.entries(steps).map(([step, cells]) => {
    const rows = cells.map(
      ([chapter, actor, file, find]) =>
        `| ${chapter} | ${actor} | \`${lineOf(file, find).replaceAll('|', '\\|')}\` |`,
    );
    return `### ${step}\n\n| chapter | done by | line of source |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  const fresh = `<!-- steps -->\n\n${tables.join('\n')}\n<!-- /steps -->`;
  return { text: page.replace(TABLE, () => fresh), problems };
}
