// Chapter 10's server where the system makes no process for it at first: RLIMIT_NPROC is 0. The limit does not bind root, so
// the server goes on as nobody. After two refusals it lifts the limit, as if others had ended.

import { getrlimit, RLIMIT_NPROC, setrlimit } from '@bytes-up/posix';
import { runBlockingCommand } from '@bytes-up/single-thread-sync';
import { serve } from '../server';

const NOBODY = 65534;
const spec = { name: 'without-fork', summary: 'cannot fork at first', forks: true };

void runBlockingCommand(spec, (listener, context) => {
  if (process.getuid?.() === 0) {
    process.setgid?.(NOBODY);
    process.setuid?.(NOBODY);
  }
  const limit = getrlimit(RLIMIT_NPROC);
  setrlimit(RLIMIT_NPROC, { ...limit, soft: 0 });
  let refusals = 0;
  const log = (line: string): void => {
    context.log(line);
    if (/ refused: /.test(line) && ++refusals === 2) setrlimit(RLIMIT_NPROC, limit);
  };
  serve(listener, { ...context, log });
});
