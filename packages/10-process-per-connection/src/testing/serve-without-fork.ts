// Chapter 10's server with RLIMIT_NPROC set to 0, so that fork fails. The limit does not
// apply to root, so the server changes to the user nobody. After two refusals it restores
// the limit, as if other processes had ended.

import { getrlimit, RLIMIT_NPROC, setrlimit } from '@bytes-up/posix';
import { blocking, runServer, type BlockingContext } from '@bytes-up/server-kit';
import { serve } from '../server';

const NOBODY = 65534;

function serveWithoutFork(listener: number, context: BlockingContext): Promise<void> {
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
  return serve(listener, { ...context, log });
}

void runServer({
  name: 'without-fork',
  summary: 'cannot fork at first',
  engines: { fork: blocking(serveWithoutFork, { forks: true }) },
});
