import type { Mutant } from '../mutant';

export const mutants: readonly Mutant[] = [
  {
    claim:
      'src/connection.test.ts › a length over the limit is answered at once, and nothing is buffered for it',
    change: 'buffers 64 MiB for a frame that is too long',
    file: 'src/connection.ts',
    find: '      this.#add(errorBody(error));\n',
    replace:
      '      Object.assign(this, { kept: Buffer.alloc(64 * 1024 * 1024) });\n      this.#add(errorBody(error));\n',
  },
  {
    claim:
      'src/connection.test.ts › the frame timeout limits the whole frame, even if bytes keep coming',
    change: 'the time starts again with each recv',
    file: 'src/connection.ts',
    find: '(this.#frameEndsAtMs ??= performance',
    replace: '(this.#frameEndsAtMs = performance',
  },
  {
    claim:
      'src/connection.test.ts › at a stop, what the kernel had received is refused, and the server waits for nothing more',
    change: 'what the kernel had received is answered',
    file: 'src/connection.ts',
    find: 'this.#answerAll(waiting, true)',
    replace: 'this.#answerAll(waiting, false)',
  },
  {
    claim: 'src/server.test.ts › a server that blocks in send stops within the grace period',
    change: 'a send that blocks does not poll the stop flag',
    file: 'src/blocking-socket.ts',
    find: 'if (this.stop.poll() && this.stop.leftMs <= 0) {',
    replace: 'if (this.stop.poll() && false) {',
  },
  {
    claim:
      'src/server.test.ts › after the signal the clients in the backlog get no answer: their requests are never read',
    change: 'a client in the backlog is accepted after the signal',
    file: 'src/server.ts',
    find: '  while (!stop.poll()) {',
    replace:
      '  stop.onStop(() => {\n    const late = acceptor.accept();\n    if (late !== undefined) serveConnection(late.fd, "late", context);\n  });\n  while (!stop.poll()) {',
  },
];
