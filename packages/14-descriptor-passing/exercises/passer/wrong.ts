// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'the master keeps its copy',
    find: '      this.system.close(fd); // the worker has its own copy\n',
    replace: '',
    caughtBy: 'the master closes its own copy',
  },
  {
    change: 'a connection that no worker can take is closed',
    find: '    return false;\n  }\n\n  #trySendmsg',
    replace: '    this.system.close(fd);\n    return false;\n  }\n\n  #trySendmsg',
    caughtBy: 'no worker can take it: it stays open',
  },
  {
    change: 'the master closes its copy before it is sent',
    find: '      this.system.sendmsg(channel, fd);\n',
    replace: '      this.system.close(fd);\n      this.system.sendmsg(channel, fd);\n',
    caughtBy: 'the only worker gets the connection',
  },
  {
    change: 'the first worker gets everything',
    find: '      this.#workers.delete(channel);\n      this.#workers.set(channel, open + 1);',
    replace: '      this.#workers.set(channel, open + 1);',
    caughtBy: 'three workers take turns',
  },
  {
    change: 'a full channel is treated as a failure',
    find: "code === 'EAGAIN' || code === 'EPIPE'",
    replace: "code === 'EPIPE'",
    caughtBy: 'the first worker is full: the next one gets it',
  },
  {
    change: 'a dead worker ends the master',
    find: "code === 'EAGAIN' || code === 'EPIPE'",
    replace: "code === 'EAGAIN'",
    caughtBy: 'the first worker is dead: the next one gets it',
  },
  {
    change: 'every error is treated as a full channel',
    find: "if (code === 'EAGAIN' || code === 'EPIPE') return false; // full, or dead\n      throw error;",
    replace: 'return code === undefined;',
    caughtBy: 'any other error is thrown',
  },
  {
    change: 'a pending connection is forgotten when it is offered again',
    find: 'if (this.#pending !== undefined) this.pass(this.#pending);',
    replace:
      'if (this.#pending !== undefined) this.#offer(this.#pending);\n    this.#pending = undefined;',
    caughtBy: 'a pending connection is passed when there is room',
  },
  {
    change: 'a worker takes any number of connections',
    find: 'open >= this.maxOpen || ',
    replace: '',
    caughtBy: 'a worker without room is not offered another one',
  },
  {
    change: 'a report always counts as one connection',
    find: 'open - count',
    replace: 'open - Math.min(count, 1)',
    caughtBy: 'a report reduces the open connections',
  },
  {
    change: 'the channel of a dead worker stays open',
    find: '    this.system.close(channel);\n',
    replace: '',
    caughtBy: 'the channel of a dead worker is closed',
  },
  {
    change: 'a dead worker’s channel is closed, but its count is kept',
    find: '    this.#workers.delete(channel);\n    this.system.close(channel);',
    replace: '    this.system.close(channel);',
    caughtBy: 'the others keep their places',
  },
  {
    change: 'a dead worker leaves the queue at once',
    find: "if (code === 'EAGAIN' || code === 'EPIPE') return false; // full, or dead",
    replace:
      "if (code === 'EPIPE') this.#workers.delete(channel);\n      if (code === 'EAGAIN' || code === 'EPIPE') return false;",
    caughtBy: 'a dead worker stays until it is removed',
  },
  {
    change: 'a connection with the number 0 is not offered again',
    find: 'if (this.#pending !== undefined) this.pass(this.#pending);',
    replace: 'if (this.#pending) this.pass(this.#pending);',
    caughtBy: 'a pending connection may have the number 0',
  },
  {
    change: 'a worker without room moves to the end of the queue',
    find: '    for (const [channel, open] of this.#workers) {\n',
    replace: `    for (const [channel, open] of [...this.#workers])
      if (open >= this.maxOpen && this.#workers.delete(channel)) this.#workers.set(channel, open);
    for (const [channel, open] of this.#workers) {
`,
    caughtBy: 'a worker without room keeps its place',
  },
];
