import type { Mutant } from '../mutant';

export const mutants: readonly Mutant[] = [
  {
    claim:
      'src/connection.test.ts › a length over the limit is answered at once, and nothing is kept for it',
    change: 'keeps 64 MiB for a frame that is too long',
    file: 'src/connection.ts',
    find: '      this.#add(errorFrame(error));\n',
    replace:
      '      Object.assign(this, { kept: Buffer.alloc(64 * 1024 * 1024) });\n      this.#add(errorFrame(error));\n',
  },
  {
    claim: 'src/connection.test.ts › the time of a frame counts in all, whatever comes in between',
    change: 'the time begins anew with each recv',
    file: 'src/connection.ts',
    find: '(this.#frameEndsAtMs ??= performance',
    replace: '(this.#frameEndsAtMs = performance',
  },
  {
    claim:
      'src/connection.test.ts › what the kernel had received is refused, and nothing more is waited for',
    change: 'what the kernel had received is answered',
    file: 'src/connection.ts',
    find: 'this.#answerAll(waiting, true)',
    replace: 'this.#answerAll(waiting, false)',
  },
  {
    claim: 'src/server.test.ts › a server that blocks in send is done within the grace',
    change: 'a send that blocks does not poll the stop flag',
    file: 'src/blocking-socket.ts',
    find: 'if (this.stop.poll() && this.stop.leftMs <= 0) throw',
    replace: 'if (this.stop.poll() && false) throw',
  },
  {
    claim: 'src/server.test.ts › clients in the backlog are let go: nothing of theirs was read',
    change: 'a client in the backlog is accepted after the signal',
    file: 'src/server.ts',
    find: '  while (!stop.poll()) {',
    replace:
      '  stop.onStop(() => {\n    const late = acceptor.accept();\n    if (late !== undefined) serveConnection(late.fd, "late", context);\n  });\n  while (!stop.poll()) {',
  },
];
