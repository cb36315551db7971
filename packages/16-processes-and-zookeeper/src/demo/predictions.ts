// The predictions of chapter 16: questions, experiments and explanations. Each experiment
// runs one of the chapter's scripts and reads what it printed.

import type { Prediction } from '@bytes-up/testkit';
import { EXAMPLES, runExample } from './examples';

/** What one of the demo's examples printed. */
async function linesOf(name: string): Promise<readonly string[]> {
  const example = EXAMPLES.find((each) => each.name === name);
  if (example === undefined) throw new Error(`no example ${name}`);
  const lines: string[] = [];
  await runExample(example, (line) => lines.push(line));
  return lines;
}

const KILLED = ['it is gone', 'it is still a zombie', 'kill fails: no such process'] as const;
const SLEEP = [
  'it ends the program',
  'the handler runs, and the sleep continues',
  'the sleep ends early',
] as const;

export const predictions: readonly Prediction[] = [
  {
    id: 'kill-a-zombie',
    before: 'The code',
    needs: 'linux',
    question:
      'A child has exited, and its parent has not called `waitpid`: `ps` shows `Z`. Now ' +
      'the child receives SIGKILL. What happens?',
    answer: { choices: KILLED },
    expected: 'it is still a zombie',
    experiment: async () => {
      const lines = await linesOf('zombies');
      const at = lines.findIndex((line) => line.startsWith('kill -9'));
      const after = lines.slice(
        at + 1,
        lines.findIndex((line) => line.startsWith('$ kill')),
      );
      const isThere = after.some((line) => /\bZ/.test(line));
      return { value: KILLED[at < 0 ? 2 : isThere ? 1 : 0], shown: lines };
    },
    explanation:
      'It is dead already, and cannot be killed again. What is left of it is one row in the ' +
      'kernel’s table, with its exit code, which is kept for the parent. Only `waitpid` removes ' +
      'it, or the end of the parent, since then process 1 reaps the child.',
  },
  {
    id: 'one-waitpid',
    before: 'The code',
    needs: 'linux',
    question:
      'Ten children exit while their parent is busy. Then it calls `waitpid` once for each ' +
      'SIGCHLD that it received. How many zombies are left?',
    answer: { unit: 'zombies' },
    expected: 9,
    experiment: async () => {
      const lines = await linesOf('one-waitpid');
      const [, left] = /(\d+) zombies left/.exec(lines.join('\n')) ?? [];
      return { value: Number(left), shown: lines };
    },
    explanation:
      'A signal is a bit, not a counter: ten SIGCHLDs that arrive while it is set count as ' +
      'one. So the parent must call `waitpid` until it says that there are none left. The ' +
      'bug shows only when two children exit at about the same time.',
  },
  {
    id: 'handler-and-sleep',
    before: 'The code',
    needs: 'linux',
    question:
      'A program sleeps for ten seconds in a system call, and has an empty handler for SIGINT. ' +
      'You press ctrl-C. What does it do to the sleep?',
    answer: { choices: SLEEP },
    expected: 'the sleep ends early',
    experiment: async () => {
      const lines = await linesOf('signal-handled');
      const isEarly = lines.some((line) => /EINTR.*left/.test(line));
      const isEnded = lines.some((line) => line.includes('ended by SIGINT'));
      return { value: SLEEP[isEarly ? 2 : isEnded ? 0 : 1], shown: lines };
    },
    explanation:
      'The handler runs, and then the call returns with `EINTR`, before its time. Every ' +
      'blocking call can end like that. So each of them belongs in a loop that checks ' +
      'whether to continue. This is also how a signal gets a server out of a blocking ' +
      '`accept`.',
  },
  {
    id: 'missed-change',
    before: 'The code',
    question:
      'A client reads the list of servers from ZooKeeper, and then sets a watch. A server joins ' +
      'between the two. How many events does the watch send about it?',
    answer: { unit: 'events' },
    expected: 0,
    experiment: async () => {
      const lines = await linesOf('watch');
      const second = lines.findIndex((line) => line.includes('in one operation'));
      const first = lines.slice(0, second).join('\n');
      return { value: first.includes('no watch fired') ? 0 : 1, shown: lines };
    },
    explanation:
      'When the watch was set, the change had already happened. The client has an old list ' +
      'and no reason to doubt it, until the next server joins or leaves. So ZooKeeper ' +
      'reads and sets the watch in one operation.',
  },
];
