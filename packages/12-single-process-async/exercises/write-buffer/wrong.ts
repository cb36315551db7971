// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'every send counts as complete',
    find: 'return this.send(bytes);',
    replace: 'this.send(bytes);\n      return bytes.length;',
    caughtBy: 'a part is sent, and the rest follows',
  },
  {
    change: 'a write is sent at once, ahead of the waiting bytes',
    find: `    this.#pieces.push(bytes);
    this.#waiting += bytes.length;
    if (wasEmpty) this.#flush();`,
    replace: `    const sent = this.#trySend(bytes) ?? 0;
    if (sent < bytes.length) this.#pieces.push(bytes.subarray(sent));
    this.#waiting += bytes.length - sent;
    if (wasEmpty) this.#flush();`,
    caughtBy: 'the second write does not overtake when there is room',
  },
  {
    change: 'EAGAIN is treated as a failure',
    find: "if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return undefined;",
    replace: '',
    caughtBy: 'a part is sent, and the rest follows',
  },
  {
    change: 'every error is treated as EAGAIN',
    find: "if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return undefined;\n      throw error;",
    replace: 'return undefined;',
    caughtBy: 'an error that is not EAGAIN is thrown by write',
  },
  {
    change: 'write calls send although bytes are waiting',
    find: 'if (wasEmpty) this.#flush();',
    replace: 'this.#flush();',
    caughtBy: 'while bytes are waiting, write does not call send',
  },
  {
    change: 'it reads again as soon as it is below the mark',
    find: 'if (this.#waiting === 0) this.#mayRead = true;',
    replace: 'this.#mayRead = this.#waiting < this.highWaterBytes;',
    caughtBy: 'it reads again only when nothing is waiting',
  },
  {
    change: 'the mark counts written bytes, not waiting ones',
    find: 'if (this.#waiting >= this.highWaterBytes)',
    replace: 'if (bytes.length >= this.highWaterBytes || this.#waiting >= this.highWaterBytes)',
    caughtBy: 'a write that is sent completely is no reason to stop',
  },
  {
    change: 'everything that is waiting is one buffer, built again for each write',
    find: 'this.#pieces.push(bytes);',
    replace:
      'this.#pieces = [Buffer.concat([...this.#pieces.splice(this.#first), bytes])];\n    this.#first = 0;',
    caughtBy: 'many pieces are waiting',
  },
  {
    change: 'the rest is copied each time',
    find: 'piece.subarray(taken);',
    replace: 'Buffer.from(piece.subarray(taken));',
    caughtBy: 'the kernel accepts a little each time',
  },
  {
    change: 'onWritable joins everything that is waiting',
    find: '  onWritable(): void {\n',
    replace: `  onWritable(): void {
    this.#pieces = [Buffer.concat(this.#pieces.slice(this.#first))].filter((all) => all.length);
    this.#first = 0;
`,
    caughtBy: 'the kernel accepts a little each time',
  },
  {
    change: 'an empty buffer waits for its turn like any other',
    find: 'if (bytes.length === 0) return;',
    replace: 'if (bytes.length === 0 && this.#waiting === 0) return;',
    caughtBy: 'an empty buffer among waiting ones is not sent',
  },
  {
    change: 'an empty write lets the connection read again',
    find: 'if (bytes.length === 0) return;',
    replace: 'if (bytes.length === 0) return void (this.#mayRead = true);',
    caughtBy: 'an empty write changes nothing',
  },
  {
    change: 'the mark counts what is waiting before the send',
    find: '    if (wasEmpty) this.#flush(); // otherwise the send buffer was full a moment ago\n    if (this.#waiting >= this.highWaterBytes) this.#mayRead = false;',
    replace: `    if (this.#waiting >= this.highWaterBytes) this.#mayRead = false;
    if (wasEmpty) this.onWritable();`,
    caughtBy: 'a write of which less than the mark is left is none, either',
  },
  {
    change: 'the rest is moved to the front of its buffer',
    find: 'piece.subarray(taken);',
    replace: 'piece.copyWithin(0, taken).subarray(0, piece.length - taken);',
    caughtBy: 'the kernel accepts a little each time',
  },
];
