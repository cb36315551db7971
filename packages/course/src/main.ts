// What `npm start` runs.

import { createContext } from './context';
import { endWithNpm } from './end-with-npm';
import { run } from './program';
import { suspendAsGroup } from './suspend';

/** Commands whose exit code is a verdict. 2 means that there is none. */
const JUDGING = ['verify', 'prove', 'conformance', 'challenge'];
const WITHOUT_READER = JUDGING.includes(process.argv[2] ?? '') ? 2 : 0;

// `npm start -- list | head -3` closes our output early. That is not an error, but what
// judges has no verdict yet. A full disk is an error.
process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
  if (code === 'EPIPE') process.exit(process.exitCode ?? WITHOUT_READER);
  process.stderr.write(`cannot write to standard output: ${message}\n`);
  process.exit(2);
});
// Without standard error, warnings are lost, and the command goes on.
process.stderr.on('error', () => undefined);

endWithNpm();
suspendAsGroup();
void run(process.argv.slice(2), createContext());
