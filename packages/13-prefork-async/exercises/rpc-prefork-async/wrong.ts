// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'there is only one worker, whatever the flag says',
    find: 'workers.size >= Number(values.workers)',
    replace: 'workers.size >= Math.min(1, Number(values.workers))',
    caughtBy: '--workers 3 makes three processes',
  },
  {
    change: 'a worker that has died is not replaced',
    find: `    reap();
    if (workers.size`,
    replace: '    if (workers.size',
    caughtBy: 'a killed worker',
  },
  {
    change: 'a signal ends a worker at once, whatever it is doing',
    find: 'sigprocmask(SIG_BLOCK, STOP_SIGNALS)',
    replace: 'sigprocmask(SIG_BLOCK, [])',
    caughtBy: '10.2/',
  },
  {
    change: 'the master loops without a sleep',
    find: 'if (workers.size >= Number(values.workers)) sleepOrWake(POLL_MS);',
    replace: 'if (workers.size >= Number(values.workers)) continue;',
    caughtBy: 'while nothing happens, all processes sleep',
  },
  {
    change: 'workers survive a master that is killed',
    find: "    prctl(PR_SET_PDEATHSIG, 'SIGKILL'); // the kernel sends it when the master ends\n",
    replace: '    void [prctl, PR_SET_PDEATHSIG];\n',
    caughtBy: 'a master that is killed takes its workers with it',
  },
  {
    change: 'the workers are not told to stop',
    find: "  for (const pid of workers) kill(pid, 'SIGTERM');\n",
    replace: '  void kill;\n',
    caughtBy: 'clients that are idle see the end',
  },
  {
    change: 'the master does not wait for its workers to end',
    find: '  for (reap(); workers.size > 0; reap()) sleepOrWake(POLL_MS);\n',
    replace: '',
    // or by a worker that is still there after its master, or did not answer
    caughtBy: /^the master exits after|^clients that are idle see the end|^10\.2\//,
  },
];
