import type { Mutant } from '../mutant';

export const mutants: readonly Mutant[] = [
  {
    claim:
      'src/epoll/server.test.ts › a client of $name that takes nothing: what it sends fills the buffers of the kernels, and goes no further',
    change: 'epoll reads on from a client that takes nothing',
    file: 'src/epoll/connection.ts',
    find: 'const blocked = this.#writes.length > 0;',
    replace: 'const blocked = false;',
  },
  {
    claim:
      'src/epoll/server.test.ts › a thousand calls of one client do not keep another one waiting',
    change: 'a turn has no end',
    file: 'src/epoll/connection.ts',
    find: 'const TURN_MS = 10;',
    replace: 'const TURN_MS = Infinity;',
  },
  {
    claim:
      'src/net/server.test.ts › lets the others in while one connection has a thousand calls waiting',
    change: 'a turn has no end, net',
    file: 'src/net/connection.ts',
    find: 'const TURN_MS = 10;',
    replace: 'const TURN_MS = Infinity;',
  },
  {
    claim: 'src/net/server.test.ts › begins no more calls of a connection than maxInFlight',
    change: 'calls have no bound',
    file: 'src/net/connection.ts',
    find: 'this.#calls.inFlight >= this.context.limits.maxInFlight',
    replace: 'this.#calls.inFlight >= Infinity',
  },
  {
    claim:
      'src/epoll/connection.test.ts › where there is room again at the end of a turn, the calls that wait are served without a further event',
    change: 'nobody thinks of the calls that are left',
    file: 'src/epoll/connection.ts',
    find: 'if (empty && this.#backlog && !this.#yielded) this.#yield();',
    replace: 'void empty;',
  },
  {
    claim:
      'src/net/server.test.ts › stops the clock of a frame that has begun while it does not read',
    change: 'the clock of a frame goes on',
    file: 'src/net/connection.ts',
    find: '      this.socket.pause();\n      this.#frameTimer.pause();',
    replace: '      this.socket.pause();',
  },
  {
    claim:
      'src/epoll/server.test.ts › a client of $name that takes nothing: what it sends fills the buffers of the kernels, and goes no further',
    change: 'net reads on from a client that takes nothing',
    file: 'src/net/connection.ts',
    find: 'if (this.#finished !== undefined || this.#backlog || this.#full) {',
    replace: 'if (this.#finished !== undefined) {',
  },
];
