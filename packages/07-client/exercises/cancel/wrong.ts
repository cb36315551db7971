// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'a signal that was already aborted is not checked',
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
    change: 'after an early end the work’s error is unhandled',
    find: 'work.then(resolve, reject).finally(release);',
    replace: 'void work.finally(release).then(resolve); work.catch(reject);',
    caughtBy: 'the same error as the work',
  },
  {
    change: 'the work has a handler only while the wait lasts',
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
    change: 'without timeoutMs a timer is started all the same',
    find: 'if (timeoutMs !== undefined) {',
    replace: 'if (timers) {',
    caughtBy: 'no timeoutMs, no limit',
  },
  {
    change: 'all waits share one timer',
    find: 'stopTimer = () => timers.stop(timer);',
    replace:
      '(waitFor as { stop?: () => void }).stop = () => timers.stop(timer);\n' +
      '      stopTimer = () => (waitFor as { stop?: () => void }).stop?.();',
    caughtBy: 'two waits at once on one signal',
  },
  {
    change: 'the function that is removed is not the one that was added',
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
    change: 'an aborted signal is checked after the timer was started',
    find: `    if (signal?.aborted === true) return onAbort(); // it will never emit 'abort' again
    signal?.addEventListener('abort', onAbort);
    if (timeoutMs !== undefined) {
      const timer = timers.start(timeoutMs, onTime);
      stopTimer = () => timers.stop(timer);
    }
`,
    replace: `    if (timeoutMs !== undefined) {
      const timer = timers.start(timeoutMs, onTime);
      stopTimer = () => timers.stop(timer);
    }
    if (signal?.aborted === true) return onAbort();
    signal?.addEventListener('abort', onAbort);
`,
    caughtBy: 'a signal that was aborted before starts nothing',
  },
  {
    change: 'an aborted signal is checked after the listener was added',
    find: `    if (signal?.aborted === true) return onAbort(); // it will never emit 'abort' again
    signal?.addEventListener('abort', onAbort);
`,
    replace: `    signal?.addEventListener('abort', onAbort);
    if (signal?.aborted === true) return onAbort();
`,
    caughtBy: 'a signal that was aborted before starts nothing',
  },
  {
    change: 'both early ends have the same code',
    find: "'DEADLINE_EXCEEDED'",
    replace: "'CANCELLED'",
    caughtBy: 'at the deadline',
  },
];
