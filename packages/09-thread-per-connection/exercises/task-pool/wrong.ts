// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'the job of a thread that died is never told',
    find: "    member.task?.reject(new RpcError('INTERNAL', 'the thread of this job has died'));\n",
    replace: '',
    caughtBy: 'its job is told',
  },
  {
    change: 'the job of a thread that died is run again',
    find: "    member.task?.reject(new RpcError('INTERNAL', 'the thread of this job has died'));\n",
    replace: '    if (member.task !== undefined) this.#queue.unshift(member.task);\n',
    caughtBy: 'its job is told',
  },
  {
    change: 'a thread that died is not replaced',
    find: 'if (this.#stopped === undefined) this.#startOne();',
    replace: 'if (this.#stopped === undefined) return;',
    caughtBy: 'another thread is started',
  },
  {
    change: 'the new thread waits for the next run',
    find: '    this.#members.add(member);\n    this.#giveNext(member);',
    replace: '    this.#members.add(member);',
    caughtBy: 'the new one gets the job that waits',
  },
  {
    change: 'the last job is first',
    find: 'this.#queue.shift()',
    replace: 'this.#queue.pop()',
    caughtBy: 'the job that has waited longest is first',
  },
  {
    change: 'the queue has no bound',
    find: 'this.#queue.length >= this.options.maxWaiting',
    replace: 'this.#queue.length > 1e6 + this.options.maxWaiting',
    caughtBy: 'too many wait',
  },
  {
    change: 'a refused job may not be retried',
    find: "'too many jobs wait', { retryable: true }",
    replace: "'too many jobs wait'",
    caughtBy: 'too many wait',
  },
  {
    change: 'after a result no waiting job is given',
    find: '        task?.resolve(result);\n        this.#giveNext(member);',
    replace: '        task?.resolve(result);',
    caughtBy: 'the job that waits is next',
  },
  {
    change: 'stop forgets the jobs that wait',
    find: '    for (const { reject } of this.#queue.splice(0)) reject(stopping());\n',
    replace: '',
    caughtBy: 'jobs that wait are refused',
  },
  {
    change: 'stop ends every thread at once',
    find: 'if (task === undefined) thread.stop();',
    replace: 'thread.stop(), void task;',
    caughtBy: 'a job that has begun is finished',
  },
  {
    change: 'stop does not wait for the threads',
    find: 'if (this.#members.size === 0) this.#onAllEnded();\n    return this.#stopped;',
    replace: 'this.#onAllEnded();\n    return this.#stopped;',
    caughtBy: 'threads without a job are stopped',
  },
  {
    change: 'a thread that ends during the stop is replaced',
    find: 'if (this.#stopped === undefined) this.#startOne();',
    replace: 'if (this.#members.size >= 0) this.#startOne();',
    caughtBy: 'threads without a job are stopped',
  },
];
