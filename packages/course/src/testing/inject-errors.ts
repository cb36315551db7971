// Loaded in front of a server command (node -r): makes the first calls fail, as on a
// machine without free descriptors, processes or threads.
// BYTES_UP_INJECT=accept4:EMFILE:5, fork:EAGAIN:3, thread:EAGAIN:2; ping:thread-ends:1
// ends the thread that serves a ping.

import { constants } from 'node:os';
import { join } from 'node:path';
import workerThreads, { isMainThread } from 'node:worker_threads';

const [call = '', error = '', count = '0'] = (process.env['BYTES_UP_INJECT'] ?? '').split(':');
let left = Number(count);

if (call === 'thread') failThreads();
else if (call === 'ping') endThreadAtPing();
else failSystemCall();

/** `new Worker` throws, as Node does when the system cannot create a thread. */
function failThreads(): void {
  if (!isMainThread) return;
  const { Worker } = workerThreads;
  workerThreads.Worker = class extends Worker {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      if (left-- > 0) {
        const message = `Worker initialization failure: ${error}`;
        throw Object.assign(new Error(message), { code: 'ERR_WORKER_INIT_FAILED' });
      }
      super(...args);
    }
  };
}

/** Simulates a thread that runs out of memory: no finally block runs. */
function endThreadAtPing(): void {
  if (isMainThread) return;
  const { pingAndPi } = load('protocol/src') as { pingAndPi: Record<string, unknown> };
  pingAndPi['ping'] = { out: 'pong', handle: () => process.exit(1) };
}

/** The C function returns -1 and sets errno, separately in each process. */
function failSystemCall(): void {
  const { libc } = load('posix/src/libc') as { libc: () => Record<string, unknown> };
  const calls = libc();
  const original = calls[call] as (...args: unknown[]) => number;
  const errno = calls['errno'] as () => number;
  let injected = false;
  calls['errno'] = () => (injected ? constants.errno[error as 'EMFILE'] : errno());
  calls[call] = (...args: unknown[]) => {
    injected = left-- > 0;
    return injected ? -1 : original(...args);
  };
}

function load(path: string): unknown {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- of the packages that the server loads, by their files
  return require(join(__dirname, '../../..', path));
}
