// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'a signal that was aborted before is not looked at',
    find: "if (signal?.aborted === true) return onAbort(); // it will never emit 'abort' again",
    replace: '',
    caughtBy: 'aborted before',
  },
  {
    change: 'the listener and the timer stay after the work has ended',
    find: 'work.then(resolve, reject).finally(release);',
    replace: 'work.then(resolve, reject);',
    caughtBy: 'after a result',
  },
  {
    change: 'the error of the work has no handler after an early end',
    find: 'work.then(resolve, reject).finally(release);',
    replace: 'void work.finally(release).then(resolve); work.catch(reject);',
    caughtBy: 'the very error of the work',
  },
  {
    change: 'the work is looked at only while the wait goes on',
    find: `    work.then(resolve, reject).finally(release);

    if (signal?.aborted === true) return onAbort(); // it will never emit 'abort' again`,
    replace: `    if (signal?.aborted === true) return onAbort();
    work.then(resolve, reject).finally(release);`,
    caughtBy: 'aborted before, and the work fails',
  },
  {
    change: 'the reason is lost',
    find: "'cancelled by the caller', { cause }",
    replace: "'cancelled by the caller', cause === null ? {} : {}",
    caughtBy: 'the reason is the cause',
  },
  {
    change: 'a timeoutMs of 0 counts as none',
    find: 'if (timeoutMs !== undefined) {',
    replace: 'if (timeoutMs) {',
    caughtBy: 'a timeoutMs of 0 is a limit',
  },
  {
    change: 'another function is removed than was added',
    find: "signal?.addEventListener('abort', onAbort);",
    replace: "signal?.addEventListener('abort', () => onAbort());",
    caughtBy: 'after a result',
  },
  {
    change: 'the timer runs on after an abort',
    find: '      stopTimer();\n',
    replace: '      if (signal?.aborted !== true) stopTimer();\n',
    caughtBy: 'after an abort',
  },
  {
    change: 'both ends have the same code',
    find: "'DEADLINE_EXCEEDED'",
    replace: "'CANCELLED'",
    caughtBy: 'at the deadline',
  },
];
