import type { Mutant } from '../mutant';

export const mutants: readonly Mutant[] = [
  {
    claim:
      'packages/posix/src/child.test.ts › has an event loop of its own: what it watches is not watched by its parent',
    change: 'the loop of a child is not forked',
    file: 'packages/posix/src/child.ts',
    find: 'const result = uv_loop_fork(uv_default_loop());',
    replace: 'const result = 0 * Number(uv_loop_fork === uv_default_loop);',
  },
  {
    claim:
      'src/server.test.ts › with fork the master holds the listening socket: while the only worker is replaced, clients wait',
    change: 'the master closes the listening socket when the first worker is there',
    file: 'src/server.ts',
    find: 'new WorkerPool(context.flags.workers ?? 1, context);',
    replace:
      'new WorkerPool(context.flags.workers ?? 1, {\n    ...context,\n    log: (line) => {\n      context.log(line);\n      close(listener);\n    },\n  });',
  },
  {
    claim: 'src/server.test.ts › handlers may return promises: each worker has a whole event loop',
    change: 'a worker has the loop of chapter 12 by hand',
    file: 'src/server.ts',
    find: 'await serveWithEventLoop(workerContext(flags, getpid()), {',
    replace: 'await serveWithEventLoop({ ...workerContext(flags, getpid()), service: {} }, {',
  },
];
