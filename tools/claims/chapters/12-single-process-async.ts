import type { Mutant } from '../mutant';

export const mutants: readonly Mutant[] = [
  {
    claim:
      'src/epoll/server.test.ts › $name stops reading from a client that does not read: its requests fill the kernel buffers',
    change: 'the machine reads from a client that does not read',
    file: 'src/connection-machine.ts',
    find: "if (this.#phase === 'closing' || this.#lastTurn === 'full') return 'write';",
    replace: "if (this.#phase === 'closing') return 'write';",
  },
  {
    claim:
      'src/connection-machine.test.ts › a connection never reads while it is full, and ends exactly once',
    change: 'the machine reads while it is full',
    file: 'src/connection-machine.ts',
    find: "if (this.#phase === 'closing' || this.#lastTurn === 'full') return 'write';",
    replace: "if (this.#phase === 'closing') return 'write';",
  },
  {
    claim: 'src/connection-machine.test.ts › %s, %s: %s',
    change: 'a connection drains although a call is in flight',
    file: 'src/connection-machine.ts',
    find: "draining: ['answering', 'yielded', 'full'],",
    replace: "draining: ['yielded', 'full'], lingering: ['answering'],",
  },
  {
    claim:
      'src/connection-machine.test.ts › every request is answered at most once; all that were read, where nothing broke',
    change: 'a connection closes before its calls are answered',
    file: 'src/connection-machine.ts',
    find: "finishing: ['answering', 'yielded', 'full', 'input ended', 'framing lost'],\n    closing: ['idle'],",
    replace:
      "finishing: ['yielded', 'full', 'input ended', 'framing lost'],\n    closing: ['idle', 'answering'],",
  },
  {
    claim:
      'src/epoll/connection.test.ts › a hundred calls of one client do not make another one wait',
    change: 'a turn has no end',
    file: 'packages/server-kit/src/serving/turn.ts',
    find: 'export const TURN_MS = 10;',
    replace: 'export const TURN_MS = Infinity;',
  },
  {
    claim:
      'src/net/server.test.ts › serves other connections while one has a thousand calls waiting',
    change: 'a turn has no end, net',
    file: 'packages/server-kit/src/serving/turn.ts',
    find: 'export const TURN_MS = 10;',
    replace: 'export const TURN_MS = Infinity;',
  },
  {
    claim: 'src/net/server.test.ts › starts at most maxInFlight calls of a connection at once',
    change: 'calls have no bound',
    file: 'src/net/connection.ts',
    find: 'this.#calls.inFlight >= this.context.limits.maxInFlight',
    replace: 'this.#calls.inFlight >= Infinity',
  },
  {
    claim:
      'src/epoll/connection.test.ts › when the last send of a turn finds room, the calls that are left are served without another event',
    change: 'the calls that are left wait for an event that does not come',
    file: 'src/epoll/connection.ts',
    find: "else this.#report(caughtUp ? 'idle' : 'yielded');",
    replace: "else this.#report('idle');",
  },
  {
    claim: 'src/net/server.test.ts › pauses the frame timeout while it does not read',
    change: 'the clock of a frame goes on',
    file: 'src/net/connection.ts',
    find: '      this.socket.pause();\n      this.#frameTimer.pause();',
    replace: '      this.socket.pause();',
  },
  {
    claim: 'src/net/server.test.ts › does not count a call in flight as idle, also at maxInFlight',
    change: 'the idle timer goes on while a call is in flight',
    file: 'src/net/connection.ts',
    find: '      this.#frameTimer.pause();\n      this.#idleTimer.stop();',
    replace: '      this.#frameTimer.pause();',
  },
  {
    claim:
      'src/net/system-calls.test.ts › with %d in flight on each connection, a request takes at most %d reads and writes',
    change: 'each answer is written by itself',
    file: 'packages/server-kit/src/serving/turn.ts',
    find: 'export const FLUSH_BYTES = 64 * 1024;',
    replace: 'export const FLUSH_BYTES = 1;',
  },
  {
    claim:
      'src/epoll/connection.test.ts › a client that reads too slowly for epoll to report room is not closed',
    change: 'it gives up without another send',
    file: 'src/epoll/connection.ts',
    find: '      if (this.#writes.flush()) this.#turn();\n      else if (isStalled())',
    replace: '      if (isStalled())',
  },
  {
    claim:
      'src/epoll/connection.test.ts › when the kernel takes the rest only as the time is up, the next call is served without another event',
    change: 'when that send takes everything, it waits for epoll',
    file: 'src/epoll/connection.ts',
    find: '      if (this.#writes.flush()) this.#turn();\n      else if (isStalled())',
    replace: '      this.#writes.flush();\n      if (isStalled())',
  },
  {
    claim:
      'src/net/answer-writer.test.ts › a client that sends and does not read is stalled, whatever it sends',
    change: 'what a client sends starts the write timeout again',
    file: 'src/net/answer-writer.ts',
    find: 'this.#timer = setTimeout(() => setImmediate(check), this.writeTimeoutMs);',
    replace:
      'this.#timer = setTimeout(() => setImmediate(check), this.writeTimeoutMs); this.socket.on("data", () => this.#timer?.refresh());',
  },
];
