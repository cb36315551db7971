import type { Mutant } from '../mutant';

export const mutants: readonly Mutant[] = [
  {
    claim: 'src/server.test.ts › no worker holds an end of another worker’s channel',
    change: 'a child keeps the ends of its siblings',
    file: 'src/channel-pool.ts',
    find: '        for (const { channel } of this.#members) close(channel);\n        this.#own',
    replace: '        this.#own',
  },
  {
    claim:
      'src/server.test.ts › a connection that was passed is open in its worker, and in no other process',
    change: 'the master keeps its copy',
    file: 'src/master.ts',
    find: 'close(fd); // the worker has its own copy',
    replace: 'void fd; // the worker has its own copy',
  },
  {
    claim:
      'src/policy.test.ts › least connections chooses the worker with the fewest, and the first one if several are equal',
    change: 'it chooses the last of several equals',
    file: 'src/policy.ts',
    find: 'other.open < least.open',
    replace: 'other.open <= least.open',
  },
  {
    claim:
      'src/server.test.ts › at --max-connections the master accepts no client until another one leaves',
    change: 'there is no bound',
    file: 'src/master.ts',
    find: 'return open >= this.context.limits.maxConnections;',
    replace: 'return open >= Infinity;',
  },
  {
    claim:
      'src/server.test.ts › clients that were passed to a worker that dies before it receives them see the end',
    change: 'the master keeps its copies when a worker dies',
    file: 'src/node-channel.ts',
    find: "child.once('exit', () => this.#closeCopies(Infinity));",
    replace: '',
  },
  {
    claim: 'src/server.test.ts › a worker that was told to stop gets no more connections',
    change: 'a worker that was told to stop leaves its channel open',
    file: 'src/worker.ts',
    find: 'context.stop.onStop(() => shutdown(channel, SHUT_RD));',
    replace: '',
  },
];
