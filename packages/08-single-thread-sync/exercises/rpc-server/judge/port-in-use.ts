// Stage 1, after the cases for every command: a port that is in use.

import { withServer } from '@bytes-up/conformance';
import { CaseFailed, ServerProcess, type JudgedCase } from '@bytes-up/testkit';

/** How long the program may take to notice, in ms of machine time. */
const ENDS_WITHIN_MS = 5_000;

export const portInUse: JudgedCase<object> = {
  title: 'a port that is in use',
  section: 'Stage 1: the command',
  run: (_exports, learner) =>
    withServer(learner, async ({ host, port }) => {
      const flags = ['--host', host, '--port', `${port}`];
      const second = new ServerProcess([...learner.command, ...flags]);
      try {
        const exit = await second.finished(ENDS_WITHIN_MS);
        const given = `${flags.join(' ')}, where another process is listening`;
        const expected = 'one line on standard error, and exit code 2';
        const { length } = second.stderr.split('\n').filter(Boolean);
        if (exit?.code === 2 && length === 1) return;
        const end = exit === undefined ? 'it still runs' : `exit code ${exit.code}`;
        throw new CaseFailed({ given, expected, came: `${end}, and ${length} lines` });
      } finally {
        await second.stop();
      }
    }),
};
