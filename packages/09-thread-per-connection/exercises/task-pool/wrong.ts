// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'the job of a dead thread is never rejected',
    find: "    member.task?.reject(new RpcError('INTERNAL', 'the thread that ran this job died'));\n",
    replace: '',
    caughtBy: 'its job is rejected',
  },
  {
    change: 'the job of a dead thread is run again',
    find: "    member.task?.reject(new RpcError('INTERNAL', 'the thread that ran this job died'));\n",
    replace: '    if (member.task !== undefined) this.#queue.unshift(member.task);\n',
    caughtBy: 'its job is rejected',
  },
  {
    change: 'a dead thread is not replaced',
    find: 'if (this.#stopped === undefined) this.#startOne();',
    replace: 'if (this.#stopped === undefined) return;',
    caughtBy: 'another thread is started',
  },
  {
    change: 'the new thread idles until the next run',
    find: '    this.#members.add(member);\n    this.#giveNext(member);',
    replace: '    this.#members.add(member);',
    caughtBy: 'the new thread gets the waiting job',
  },
  {
    change: 'the newest job is first',
    find: 'this.#queue.shift()',
    replace: 'this.#queue.pop()',
    caughtBy: 'the job that has waited longest is first',
  },
  {
    change: 'the queue has no limit',
    find: 'this.#queue.length >= this.options.maxWaiting',
    replace: 'this.#queue.length > 1e6 + this.options.maxWaiting',
    caughtBy: 'too many jobs are waiting',
  },
  {
    change: 'a refused job may not be retried',
    find: "'too many jobs are waiting', { retryable: true }",
    replace: "'too many jobs are waiting'",
    caughtBy: 'too many jobs are waiting',
  },
  {
    change: 'after a result no waiting job is handed out',
    find: '        task?.resolve(result);\n        this.#giveNext(member);',
    replace: '        task?.resolve(result);',
    caughtBy: 'the waiting job is next',
  },
  {
    change: 'stop forgets the waiting jobs',
    find: '    for (const { reject } of this.#queue.splice(0)) reject(stopping());\n',
    replace: '',
    caughtBy: 'waiting jobs are rejected',
  },
  {
    change: 'stop ends every thread at once',
    find: 'if (task === undefined) thread.stop();',
    replace: 'thread.stop(), void task;',
    caughtBy: 'a running job is finished',
  },
  {
    change: 'stop does not wait for the threads',
    find: 'if (this.#members.size === 0) this.#onAllEnded();\n    return this.#stopped;',
    replace: 'this.#onAllEnded();\n    return this.#stopped;',
    caughtBy: 'idle threads are stopped',
  },
  {
    change: 'a thread that ends during the stop is replaced',
    find: 'if (this.#stopped === undefined) this.#startOne();',
    replace: 'if (this.#members.size >= 0) this.#startOne();',
    caughtBy: 'idle threads are stopped',
  },
  {
    change: 'a waiting job that is falsy is no job',
    find: 'if (member.task !== undefined) member.thread.post(member.task.job);',
    replace: 'if (member.task?.job) member.thread.post(member.task.job);',
    caughtBy: 'a job may be any value, also 0',
  },
  {
    change: 'the job of a dead thread is rejected unless it is falsy',
    find: "    member.task?.reject(new RpcError('INTERNAL', 'the thread that ran this job died'));\n",
    replace: `    if (member.task?.job)
      member.task.reject(new RpcError('INTERNAL', 'the thread that ran this job died'));
`,
    caughtBy: 'its job is rejected, also if it is null',
  },
  {
    change: 'a waiting job that equals a new one stands for both',
    find: '      this.#queue.push({ job, resolve, reject });',
    replace: `      const same = this.#queue.findIndex((other) => other.job === job);
      if (same >= 0) this.#queue.splice(same, 1);
      this.#queue.push({ job, resolve, reject });`,
    caughtBy: 'equal jobs are two jobs',
  },
  {
    change: 'run refuses only while the stop is going on',
    find: 'if (this.#stopped !== undefined) return Promise.reject(stopping());',
    replace:
      'if (this.#stopped !== undefined && this.#members.size > 0) return Promise.reject(stopping());',
    caughtBy: 'no new jobs when all threads have ended',
  },
];
